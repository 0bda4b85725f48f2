//! An officer at a border asks for a passport that another country registered as stolen, decides on
//! the hit, and the owner's desk sees the use.

use record::Kind;
use serde_json::json;

use super::Post;
use super::ledger::Ledger;
use super::scenario::expect;
use crate::Error;

const PURPOSE: &str = "border-control";

pub async fn play(posts: &[Post], ledger: &Ledger, say: &impl Fn(String)) -> Result<(), Error> {
    let missing = || Error::Usage("the generator made no passport that is shared".into());
    let line = ledger.lines.iter().find(|line| {
        line.kind == Kind::TravelDocument.code() && !line.gone && !line.recipients.is_empty()
    });
    let line = line.ok_or_else(missing)?;
    let at = |code: &str| posts.iter().find(|post| post.code.as_str() == code);
    let asker = line.recipients.first().and_then(|code| at(code)).ok_or_else(missing)?;
    let owner = at(&line.owner).ok_or_else(missing)?;
    let number = line.body["statement"]["number"].as_str().unwrap_or_default();
    let asked = json!({"text": number});
    let answer = expect(asker.desk.post_for("/api/v1/ask", &asked, PURPOSE).await?)?;
    let hits = answer["hits"].as_array().into_iter().flatten();
    let hit = hits.into_iter().find(|hit| hit["owner"] == line.owner.as_str());
    let hit = hit.ok_or_else(|| Error::Usage(format!("{number} is not found: {answer}")))?;
    let evidence = hit["evidence"][0].as_str().unwrap_or_default();
    say(format!("\n{} asks for {number} at a border: {evidence}", asker.code));
    let decision = json!({"decision": "match", "reason": "The number was read twice (exercise)."});
    let path = format!("/api/v1/hits/{}/decision", hit["hit"]);
    expect(asker.desk.post_for(&path, &decision, PURPOSE).await?)?;
    let uses = format!("/api/v1/records/{}/uses", line.address());
    let told = expect(owner.desk.get(&uses, PURPOSE).await?)?;
    let holders = told.as_array().into_iter().flatten();
    let mut uses = holders.flat_map(|holder| holder["answer"]["uses"].as_array()).flatten();
    let seen = uses.any(|used| used["deed"] == "decided" && used["purpose"] == PURPOSE);
    say(format!("It is a match; {} {}.", owner.code, sees(seen)));
    match seen {
        true => Ok(()),
        false => Err(Error::Usage(format!("{} was not told of the use: {told}", owner.code))),
    }
}

fn sees(seen: bool) -> &'static str {
    if seen { "sees the use of its record" } else { "is told nothing" }
}
