//! What people read while a directory is frozen, and what to do.

use record::codelist::Language;
use record::word::{catalogue, identifier};
use record::{NodeCode, Timestamp};

use crate::{Error, Node};

/// How a node stands whose directory, or that of members it shares with, is frozen.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct State {
    /// Since when our own is.
    pub since: Option<Timestamp>,
    /// Members that said that theirs is.
    pub members: Vec<String>,
    pub text: Vec<String>,
}

/// None where everything goes.
pub fn state(node: &Node, language: Language) -> Result<Option<State>, Error> {
    let words = catalogue(language);
    let (since, mut members) = (super::since(node), Vec::new());
    for member in node.directory.members().iter().filter(|member| member.code != node.code) {
        if super::said(&node.store, node.now(), &member.code)?.is_some() {
            members.push(member.code.clone());
        }
    }
    let mut text = Vec::new();
    if let Some(since) = since {
        let moment = identifier(&since.to_string(), language);
        text.push(words.write("frozen-own", &[("moment", moment.into())]));
    }
    if !members.is_empty() {
        let codes: Vec<String> =
            members.iter().map(|code| identifier(code.as_str(), language)).collect();
        text.push(words.write("frozen-members", &[("nodes", codes.join(", ").into())]));
    }
    let members = members.iter().map(NodeCode::to_string).collect();
    Ok((!text.is_empty()).then_some(State { since, members, text }))
}
