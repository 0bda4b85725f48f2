//! What goes to and from the country that accepts no connections, and the regional body.

use super::Post;
use super::generator::{Dice, ROUND};
use super::ledger::Ledger;
use super::scenario::{Batch, is_delivered, publish, wait};
use crate::Error;

/// Records that each of the five publishes here.
const EACH: u64 = 16;
/// Kinds that a country publishes here, and the regional body, which reports nothing of its own:
/// the first of the generator's round.
const OF_A_COUNTRY: u64 = 10;
const OF_A_BODY: u64 = 4;

pub async fn play(
    posts: &[Post],
    dice: &mut Dice,
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let [co, sn, es, th, body] = posts else { return Err(Error::Usage("five nodes".into())) };
    say(format!("\n{} accepts no connections and asks the others. {EACH} records each:", th.code));
    let far = [th, body];
    let batches = [(co, far), (sn, far), (es, far), (th, [co, body]), (body, [sn, th])];
    for (post, to) in batches {
        let kinds = if post.code == body.code { OF_A_BODY } else { OF_A_COUNTRY };
        let numbers = (0..EACH).map(|number| number / kinds * ROUND + number % kinds).collect();
        publish(Batch { post, to: &to, numbers }, dice, ledger, say).await?;
    }
    wait(posts, ledger, is_delivered).await?;
    let to_th = ledger.lines.iter().filter(|line| line.recipients.contains(th.code.as_str()));
    ledger.pulled = to_th.count() as u64;
    say(format!("{} fetched {} and brought its own.", th.code, ledger.pulled));
    Ok(())
}
