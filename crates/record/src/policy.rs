//! Policy: pure functions over tables. Every rule can only refuse; `docs/policy.md` lists them.

mod class;
mod onward;
mod rule;
mod table;

pub use class::{Audience, Class, Protected, State};
pub use onward::{Passing, pass_on};
pub use reach::{Reach, Widening, widened};
pub use rule::Rule;
pub use table::Tables;

use crate::{Handling, HandlingCode, Kind, Level, NodeCode, Purpose, Unit};

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        pub enum $name { $(#[serde(rename = $code)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            pub fn parse(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

mod reach;

codes!(
    /// What someone wants to do with a record.
    Act {
        List = "list",
        Read = "read",
        Export = "export",
        CourtExport = "court-export",
        PassOn = "pass-on",
        Derive = "derive",
        Publish = "publish",
        Ask = "ask",
        Hold = "hold",
        Recall = "recall",
        Decide = "decide",
        ReadAudit = "read-audit",
        Administer = "administer",
    }
);

codes!(
    /// The people of the domain, and the machine that imports.
    Role {
        FrontlineOfficer = "frontline-officer",
        DeskOfficer = "desk-officer",
        TaskForceOfficer = "task-force-officer",
        Analyst = "analyst",
        CaseOfficer = "case-officer",
        Prosecutor = "prosecutor",
        LaboratoryExpert = "laboratory-expert",
        FinancialInvestigator = "financial-investigator",
        OperationCoordinator = "operation-coordinator",
        DataProtectionOfficer = "data-protection-officer",
        Inspector = "inspector",
        Administrator = "administrator",
        Importer = "importer",
    }
);

/// Who acts: peers see role and unit, never the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub node: NodeCode,
    pub unit: Unit,
    pub role: Role,
}

/// Granted, or refused by a rule. A refusal is a decision, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Granted,
    Refused(Rule),
}

impl Decision {
    pub fn is_granted(self) -> bool {
        self == Self::Granted
    }
}

/// Where a record would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub code: NodeCode,
    /// Admitted, not suspended, not left.
    pub active: bool,
}

/// What people have put on record for a release that needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backing<'a> {
    /// Pseudonym of the second person who agreed: that the matter is not political, military,
    /// religious or racial, or that a shared record reaches further.
    pub second_person: Option<&'a str>,
    /// Reference of the destination's assurance, with the senior signature.
    pub assurance: Option<&'a str>,
}

/// Whether a reader may do something with records of a class, for a purpose.
pub fn decide(
    tables: &Tables,
    reader: &Reader,
    act: Act,
    purpose: Purpose,
    class: &Class,
) -> Decision {
    let refused = state_rule(act, class)
        .or_else(|| audience_rule(reader, class))
        .or_else(|| role_rule(tables, reader.role, act, purpose, class))
        .or_else(|| purpose_rule(tables, act, purpose, class))
        .or_else(|| handling_rule(act, class));
    refused.map_or(Decision::Granted, Decision::Refused)
}

/// Recall, withdrawal, block, expiry and contradiction come before everything else.
fn state_rule(act: Act, class: &Class) -> Option<Rule> {
    if matches!(act, Act::Recall | Act::Administer) {
        return None;
    }
    match class.state {
        State::Active => None,
        State::Recalled => Some(Rule::Recalled),
        State::Withdrawn => Some(Rule::Withdrawn),
        State::Blocked => Some(Rule::Blocked),
        State::Expired => Some(Rule::Expired),
        State::Conflict => Some(Rule::Conflict),
    }
}

fn audience_rule(reader: &Reader, class: &Class) -> Option<Rule> {
    let owner = class.audience == Audience::Owner;
    let at_home = reader.node == class.owner;
    (class.audience == Audience::Nobody || owner != at_home).then_some(Rule::NotRecipient)
}

fn role_rule(
    tables: &Tables,
    role: Role,
    act: Act,
    purpose: Purpose,
    class: &Class,
) -> Option<Rule> {
    if tables.bars_act(role, act) {
        return Some(Rule::RoleAct);
    }
    if tables.bars_level(class.handling.level, role) {
        return Some(Rule::LevelRole);
    }
    let by_machine = role == Role::Importer && act == Act::Publish;
    (!by_machine && tables.bars_purpose(role, purpose)).then_some(Rule::RolePurpose)
}

fn purpose_rule(tables: &Tables, act: Act, purpose: Purpose, class: &Class) -> Option<Rule> {
    if class.kind == Kind::StandingQuestion && class.subject.is_some() {
        return Some(Rule::ProtectedQuestion);
    }
    // What acts on records serves whatever purpose they serve.
    if !class.purposes.contains(&purpose) && !class.kind.is_control() {
        return Some(Rule::Purpose);
    }
    let protected = class.subject.is_some() && act != Act::Publish;
    (protected && tables.protects_from(purpose)).then_some(Rule::ProtectedSubject)
}

fn handling_rule(act: Act, class: &Class) -> Option<Rule> {
    // The owner is not bound by the conditions it sets for others.
    if class.audience == Audience::Owner {
        return None;
    }
    let has = |code| class.handling.codes.contains(&code);
    match act {
        Act::CourtExport if has(HandlingCode::H1) => Some(Rule::CourtUse),
        Act::PassOn if has(HandlingCode::H2) => Some(Rule::PassingOn),
        Act::CourtExport | Act::PassOn | Act::Export if has(HandlingCode::H3) => {
            Some(Rule::OtherConditions)
        }
        _ => None,
    }
}

/// Whether a record of a class may go from its owner to a destination.
pub fn release(
    tables: &Tables,
    from: &NodeCode,
    to: &Destination,
    class: &Class,
    backing: Backing<'_>,
) -> Decision {
    let refused = member_rule(tables, from, to, class)
        .or_else(|| issuer_rule(class))
        .or_else(|| offence_rule(tables, to, class, backing));
    refused.map_or(Decision::Granted, Decision::Refused)
}

fn member_rule(tables: &Tables, from: &NodeCode, to: &Destination, class: &Class) -> Option<Rule> {
    // What takes back must reach even those who may receive nothing else.
    if matches!(class.kind, Kind::Recall | Kind::Withdraw | Kind::Block) {
        return None;
    }
    if !to.active {
        return Some(Rule::NotMember);
    }
    tables.bars_pair(from, &to.code).then_some(Rule::MemberPair)
}

/// Only the issuing country registers a document as lost or stolen.
fn issuer_rule(class: &Class) -> Option<Rule> {
    let issuer = class.issuer.as_deref()?;
    (issuer != class.owner.as_str()).then_some(Rule::Issuer)
}

fn offence_rule(
    tables: &Tables,
    to: &Destination,
    class: &Class,
    backing: Backing<'_>,
) -> Option<Rule> {
    let offence = class.offence.as_deref()?;
    match tables.is_drug_crime(offence) {
        None => return Some(Rule::OffenceUnknown),
        Some(false) if backing.second_person.is_none() => return Some(Rule::Neutrality),
        _ => {}
    }
    let grave = tables.needs_assurance(&to.code, offence);
    (grave && backing.assurance.is_none()).then_some(Rule::Assurance)
}

/// Whether a new revision of a record that others hold may reach as far as it would.
pub fn reach(before: &Reach<'_>, after: &Reach<'_>, backing: Backing<'_>) -> Decision {
    let alone = backing.second_person.is_none();
    let refused = (alone && !widened(before, after).is_empty()).then_some(Rule::Widening);
    refused.map_or(Decision::Granted, Decision::Refused)
}

/// The classes of which a reader may see something: what SQL filters by.
pub fn allowed<'a, K>(
    tables: &Tables,
    reader: &Reader,
    act: Act,
    purpose: Purpose,
    classes: impl Iterator<Item = (K, &'a Class)>,
) -> Vec<K> {
    let granted = |class: &Class| decide(tables, reader, act, purpose, class).is_granted();
    classes.filter(|(_, class)| granted(class)).map(|(key, _)| key).collect()
}

/// The strictest of several conditions: a derivative is never more open than its sources.
pub fn strictest(sources: &[Handling]) -> Handling {
    let level = sources.iter().map(|handling| handling.level).max();
    let mut strict = Handling::new(level.unwrap_or(Level::Confidential), &[]);
    let mut conditions = Vec::new();
    for source in sources {
        strict.codes.extend(&source.codes);
        conditions.extend(source.conditions.clone());
        strict.tlp = stricter(&strict.tlp, &source.tlp, &TLP);
        strict.pap = stricter(&strict.pap, &source.pap, &PAP);
    }
    strict.onward_transfer = onward::shared(sources);
    // H0 grants any use; beside a code that forbids one it says nothing.
    if strict.codes.iter().any(|code| *code != HandlingCode::H0) {
        strict.codes.remove(&HandlingCode::H0);
    }
    conditions.sort();
    conditions.dedup();
    strict.conditions = (!conditions.is_empty()).then(|| conditions.join("; "));
    strict
}

/// TLP 2.0 and PAP markings, the most open first.
pub const TLP: [&str; 5] = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];
pub const PAP: [&str; 4] = ["PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED"];

/// The closer of two markings; one that is not on the scale counts as the closest.
fn stricter(a: &Option<String>, b: &Option<String>, scale: &[&str]) -> Option<String> {
    let rank = |mark: &String| scale.iter().position(|known| known == mark).unwrap_or(scale.len());
    match (a, b) {
        (Some(a), Some(b)) => Some(if rank(a) >= rank(b) { a.clone() } else { b.clone() }),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

#[cfg(test)]
mod tests;
