//! Ways into the demo's nodes: a sign-in link for each role, in two countries.

use serde_json::{Value, json};

use super::Post;
use crate::Error;
use crate::client::{Answered, Client};

/// Who sits at a node of the demo: code, role, and the role in words.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("desk-1", "desk-officer", "desk officer"),
    ("front-1", "frontline-officer", "front-line officer"),
    ("analyst-1", "analyst", "analyst"),
    ("dpo-1", "data-protection-officer", "data-protection officer"),
    ("admin-1", "administrator", "administrator"),
];
/// Countries one can sit in: both sides of a conversation.
const SIDES: usize = 2;

/// Enrols who is missing and prints a link for everyone.
pub async fn show(posts: &[Post]) -> Result<(), Error> {
    println!("\nSign in with a browser; each link works once. Two roles of one country at the");
    println!("same time need two browsers, or a private window.");
    for post in posts.iter().take(SIDES) {
        let admin = Client::at(&post.serving.api, &post.home.token("admin-1")?);
        println!("\n{}  http://{}", post.code, post.serving.api);
        for (code, role, words) in PEOPLE {
            enrol(&admin, code, role).await?;
            let path = format!("/api/v1/officers/{code}/sign-in-links");
            let made = expect(admin.post(&path, &Value::Null).await?)?;
            let link = made["path"].as_str().unwrap_or_default();
            println!("    {words:<24} http://{}{link}", post.serving.api);
        }
    }
    Ok(())
}

async fn enrol(admin: &Client, code: &str, role: &str) -> Result<(), Error> {
    let known = expect(admin.get("/api/v1/officers", "").await?)?;
    if known.as_array().into_iter().flatten().any(|officer| officer["code"] == code) {
        return Ok(());
    }
    let officer = json!({"code": code, "name": code, "role": role, "unit": "POLICE"});
    expect(admin.post("/api/v1/officers", &officer).await?).map(drop)
}

fn expect(answered: Answered) -> Result<Value, Error> {
    match answered.status.is_success() {
        true => Ok(answered.body),
        false => Err(Error::Usage(format!("{}: {}", answered.status, answered.body))),
    }
}
