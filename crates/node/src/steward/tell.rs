//! What a later head means, in words.

use record::NodeCode;
use record::codelist::Language;
use record::word::{Filling, catalogue, identifier};
use seal::directory::{Change, Directory, Draft, MemberStatus};

/// What a head changes against the one before, a sentence each; one where nothing changes too.
pub fn changes(before: &Directory, after: &Directory, language: Language) -> Vec<String> {
    let words = catalogue(language);
    let changes = before.changes(after);
    if changes.is_empty() {
        return vec![words.write("directory-nothing", &[])];
    }
    let told = changes.iter().map(|change| {
        let (key, fillings) = said(change, language);
        words.write(key, &fillings)
    });
    told.collect()
}

fn said(change: &Change, language: Language) -> (&'static str, Vec<(&'static str, Filling)>) {
    let name = |text: &str| Filling::from(identifier(text, language));
    let only = |code: &NodeCode| vec![("member", name(code.as_str()))];
    let and = |code: &NodeCode, key, value| vec![("member", name(code.as_str())), (key, value)];
    match change {
        Change::Admitted(code) => ("directory-admitted", only(code)),
        Change::Standing { code, to, .. } => (standing(*to), only(code)),
        Change::Succeeded { code, by } => {
            ("directory-succeeded", and(code, "by", name(by.as_str())))
        }
        Change::Address { code, to: Some(address) } => {
            ("directory-address", and(code, "address", name(address)))
        }
        Change::Address { code, to: None } => ("directory-no-address", only(code)),
        Change::Pins(code) => ("directory-pins", only(code)),
        Change::Units(code) => ("directory-units", only(code)),
        Change::Description(code) => ("directory-description", only(code)),
        Change::Months { code, months } => {
            ("directory-months", and(code, "months", name(&months.join(", "))))
        }
        Change::Log(code) => ("directory-log", only(code)),
        Change::LogRevoked { code, epoch, at } => {
            let (epoch, at) = (Filling::Count(u64::from(*epoch)), name(&at.to_string()));
            let member = ("member", name(code.as_str()));
            ("directory-log-revoked", vec![member, ("epoch", epoch), ("at", at)])
        }
        Change::Root(code) => ("directory-root", only(code)),
        Change::NextRoot { code, from } => {
            ("directory-next-root", and(code, "from", name(&from.to_string())))
        }
        Change::NoNextRoot(code) => ("directory-no-next-root", only(code)),
        Change::Stewards { added, removed, threshold } => {
            let names = |names: &[String]| match names {
                [] => name("–"),
                names => name(&names.join(", ")),
            };
            let threshold = Filling::Count(u64::from(*threshold));
            let who = [("added", names(added)), ("removed", names(removed))];
            ("directory-stewards", [who.to_vec(), vec![("threshold", threshold)]].concat())
        }
        Change::WitnessKeys { code, added, revoked } => {
            let count = |number: usize| Filling::Count(number as u64);
            let member = ("member", name(code.as_str()));
            let counts = [("added", count(*added)), ("revoked", count(*revoked))];
            ("directory-witness", [vec![member], counts.to_vec()].concat())
        }
        Change::Policy { from, to } => {
            let version = |number: &u32| Filling::Count(u64::from(*number));
            ("directory-policy", vec![("from", version(from)), ("to", version(to))])
        }
    }
}

fn standing(to: MemberStatus) -> &'static str {
    match to {
        MemberStatus::Admitted => "directory-readmitted",
        MemberStatus::Suspended => "directory-suspended",
        MemberStatus::Left => "directory-left",
        MemberStatus::Unreachable => "directory-unreachable",
        MemberStatus::Succeeded => "directory-over",
    }
}

/// How many stewards must still sign a head before it may follow another.
pub fn missing((before, draft): (&Directory, &Draft), language: Language) -> String {
    let missing = Filling::Count(draft.missing_after(before) as u64);
    catalogue(language).write("directory-signed", &[("count", missing)])
}

/// What became of it: nothing was written, or the node has taken it.
pub fn written(is_written: bool, language: Language) -> String {
    let key = if is_written { "directory-taken" } else { "directory-would" };
    catalogue(language).write(key, &[])
}
