//! Ways into the demo's nodes: a sign-in link for each role, in two countries.

use record::Unit;
use record::policy::Role;

use super::Post;
use crate::serve::Serving;
use crate::{Error, Node, session, sign_in};

/// Who sits at a node of the demo: code, role, and the role in words.
const PEOPLE: [(&str, Role, &str); 6] = [
    ("desk-1", Role::DeskOfficer, "desk officer"),
    ("front-1", Role::FrontlineOfficer, "front-line officer"),
    ("analyst-1", Role::Analyst, "analyst"),
    ("dpo-1", Role::DataProtectionOfficer, "data-protection officer"),
    ("admin-1", Role::Administrator, "administrator"),
    ("admin-2", Role::Administrator, "second administrator"),
];
/// Countries one can sit in: both sides of a conversation.
const SIDES: usize = 2;

/// Enrols who is missing and prints a link for everyone. The machine makes them, and nobody who
/// works here, so that everyone can be a second person to everyone.
pub async fn show(posts: &[Post]) -> Result<(), Error> {
    println!("\nSign in with a browser; each link works once. Two roles of one country at the");
    println!("same time need two browsers, or a private window.");
    for post in posts.iter().take(SIDES) {
        show_at(post.code.as_str(), &post.serving).await?;
    }
    Ok(())
}

/// The links of one node.
pub async fn show_at(node: &str, serving: &Serving) -> Result<(), Error> {
    // Passkeys are made for a name, and an address of digits is none.
    let origin = crate::passkey::Party::of(&serving.desk.config)?.origin;
    println!("\n{node}  {origin}");
    for (code, role, words) in PEOPLE {
        let link = move |node: &mut Node| {
            if node.store.officer(code)?.is_none() {
                session::enrol(node, code, code, role, &Unit::new("POLICE")?)?;
            }
            sign_in::issue_link(node, code)
        };
        let link = serving.desk.writer.write(link).await?;
        println!("    {words:<24} {origin}/sign-in/{link}");
    }
    Ok(())
}
