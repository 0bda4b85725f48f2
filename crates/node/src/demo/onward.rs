//! A record whose owner lets it be passed on goes to a member that its owner did not send it to.

use record::{Draft, Onward};
use serde_json::json;

use super::Post;
use super::generator::{self, Dice};
use super::ledger::Ledger;
use super::scenario::{author, expect, is_receipted, line, wait_at};
use crate::Error;
use crate::author::plain_draft;

/// The generator's number of a message.
const MESSAGE: u64 = 0;

pub async fn play(
    posts: &[Post],
    dice: &mut Dice,
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let [co, sn, es, ..] = posts else { return Err(Error::Usage("five nodes".into())) };
    let body = generator::body(dice, co.code.as_str(), MESSAGE);
    let plain = plain_draft(body.kind(), &author().unit, body.to_json());
    let mut draft = Draft { recipients: vec![sn.code.clone()], ..plain };
    draft.handling.onward_transfer = Some(Onward::Members([es.code.clone()].into()));
    let published = expect(co.desk.post("/api/v1/records", &json!(draft)).await?)?;
    let mut original = line(&published, draft.kind.code(), draft.body);
    wait_at(posts, &original, sn.code.as_str(), is_receipted).await?;
    let asked = json!({"name": original.name, "to": [es.code], "purpose": "criminal-investigation",
        "reason": "The same consignee is known there (exercise)."});
    let forward = expect(sn.desk.post("/api/v1/forwards", &asked).await?)?;
    ledger.lines.push(line(&forward, "forward", serde_json::Value::Null));
    let shown = |state: &str| is_receipted(state) && state != "passed-on";
    wait_at(posts, &original, es.code.as_str(), shown).await?;
    say(format!(
        "\n{} passes {} on to {}, as {} allows; {} is told, and has the receipt of {}.",
        sn.code,
        original.address(),
        es.code,
        co.code,
        co.code,
        es.code
    ));
    original.passed_to.insert(es.code.to_string());
    ledger.lines.push(original);
    ledger.passed_on += 1;
    Ok(())
}
