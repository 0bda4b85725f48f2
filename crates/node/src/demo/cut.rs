//! Two lines out of one country are cut while records are published. What is for the member that
//! names a relay goes over it; what is for the other waits, and arrives when the lines are back.

use serde_json::Value;

use super::Post;
use super::generator::Dice;
use super::ledger::{Ledger, Line as Entry};
use super::scenario::{Batch, expect, is_delivered, is_receipted, publish, wait, wait_at};
use crate::Error;
use crate::line::{Line, Weather};

/// Records that each publishes meanwhile.
const EACH: u64 = 12;

pub async fn play(
    (posts, lines): (&[Post], &[Line]),
    dice: &mut Dice,
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let [co, sn, es, ..] = posts else { return Err(Error::Usage("five nodes".into())) };
    lines.iter().for_each(|line| line.turn(Weather::Cut));
    say(format!("\nThe lines from {} to {} and {} are cut. Meanwhile:", co.code, sn.code, es.code));
    let begun = ledger.lines.len();
    for (post, to) in [(co, vec![sn, es]), (sn, vec![co]), (es, vec![co])] {
        let numbers = (0..EACH).collect();
        publish(Batch { post, to: &to, numbers }, dice, ledger, say).await?;
    }
    let published: Vec<Entry> = ledger.lines[begun..].to_vec();
    let from_co = published.iter().filter(|line| line.owner == co.code.as_str());
    for line in from_co.filter(|line| line.recipients.contains(sn.code.as_str())) {
        wait_at(posts, line, sn.code.as_str(), is_delivered).await?;
        ledger.relayed += 1;
    }
    say(format!("{} went to {} over its relay, which opens none.", ledger.relayed, sn.code));
    let waiting = show_members(co, es, say).await?;
    let expected = published.iter().filter(|line| {
        line.owner == co.code.as_str() && line.recipients.contains(es.code.as_str())
    });
    if waiting != expected.count() as u64 {
        return Err(Error::Usage(format!("{waiting} records wait for {}", es.code)));
    }
    lines.iter().for_each(|line| line.turn(Weather::Fair));
    wait(posts, ledger, is_receipted).await?;
    ledger.cut_and_healed = published.len() as u64 - relayed_alone(&published, (co, sn));
    say(format!("The lines are back: {} more arrived and are receipted.", ledger.cut_and_healed));
    Ok(())
}

/// Those that needed no line to heal.
fn relayed_alone(published: &[Entry], (from, to): (&Post, &Post)) -> u64 {
    let alone = published.iter().filter(|line| {
        line.owner == from.code.as_str() && line.recipients.iter().eq([to.code.as_str()])
    });
    alone.count() as u64
}

/// What the page of members says of one of them: how many records wait.
async fn show_members(at: &Post, of: &Post, say: &impl Fn(String)) -> Result<u64, Error> {
    let members = expect(at.admin.get("/api/v1/administration/members", "").await?)?;
    let mut rows = members.as_array().into_iter().flatten();
    let row = rows.find(|row| row["code"] == of.code.as_str());
    let lanes: Vec<&Value> =
        row.iter().filter_map(|row| row["lanes"].as_array()).flatten().collect();
    let sum = |what: &str| lanes.iter().filter_map(|lane| lane[what].as_u64()).sum::<u64>();
    let (waiting, failures) = (sum("waiting"), sum("failures"));
    say(format!(
        "{}'s page of members: {waiting} records wait for {}, tried {failures} times in vain.",
        at.code, of.code
    ));
    match failures {
        0 => Err(Error::Usage(format!("the page of members says that {} is reached", of.code))),
        _ => Ok(waiting),
    }
}
