//! The measures that need two: what each rests on, what it is about, how it is carried out.

use record::policy::{Backing, Class, Role, Rule, State};
use record::{Draft, Kind, NodeCode, Unit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::author::{self, Author};
use crate::{Error, Node, flow, gate, index, limit, officer, retention};

/// What is wanted. Each is done by one person where it loosens nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "measure", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Wanted {
    /// A draft that widens the readers of a shared record, or touches neutrality.
    Publish { draft: Box<Draft> },
    /// The end of an administrator's service.
    EndOfficer { officer: String },
    /// Another role, where one of both is the administrator's.
    ChangeOfficer {
        officer: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Role>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Unit>,
    },
    /// A new administrator.
    EnrolOfficer { officer: String, name: String, role: Role, unit: Unit },
    /// A looser limit.
    Limit { limit: String, value: i64 },
    /// A longer retention.
    Retention {
        #[serde(default)]
        kind: String,
        #[serde(default)]
        level: String,
        #[serde(default)]
        days: Option<u32>,
    },
}

/// What is wanted, and what it rests on: where that has changed, it is not what was agreed to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    pub wanted: Wanted,
    pub before: Value,
}

/// What was carried out, or why it could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The name of the record that was published.
    pub outcome: Option<String>,
    pub recipients: Vec<NodeCode>,
    pub failed: Option<String>,
}

impl Wanted {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Publish { .. } => "publish",
            Self::EndOfficer { .. } => "end-officer",
            Self::ChangeOfficer { .. } => "change-officer",
            Self::EnrolOfficer { .. } => "enrol-officer",
            Self::Limit { .. } => "limit",
            Self::Retention { .. } => "retention",
        }
    }
}

impl Measure {
    /// What lists and the audit say of it: references and numbers, no content.
    pub fn about(&self) -> Value {
        match &self.wanted {
            Wanted::Publish { draft } => {
                let record = draft.revises.map(|id| id.to_string());
                json!({"kind": draft.kind, "revises": record, "recipients": draft.recipients})
            }
            Wanted::EndOfficer { officer } => json!({"officer": officer}),
            Wanted::ChangeOfficer { officer, role, unit, .. } => {
                let was = self.before.get("role");
                json!({"officer": officer, "before": was, "role": role, "unit": unit})
            }
            Wanted::EnrolOfficer { officer, role, unit, .. } => {
                json!({"officer": officer, "role": role, "unit": unit})
            }
            Wanted::Limit { limit, value } => {
                json!({"limit": limit, "before": self.before, "value": value})
            }
            Wanted::Retention { kind, level, days } => {
                json!({"kind": kind, "level": level, "before": self.before, "days": days})
            }
        }
    }
}

/// Whether one person alone may not do it.
pub fn needs_two(node: &mut Node, wanted: &Wanted, by: &Author) -> Result<bool, Error> {
    let is_admin = |node: &Node, code: &str| -> Result<bool, Error> {
        let known = node.store.officer(code)?;
        Ok(known.is_some_and(|officer| officer.role == Role::Administrator.code()))
    };
    Ok(match wanted {
        Wanted::Publish { draft } => refused_alone(node, draft, by)?,
        Wanted::EndOfficer { officer } => is_admin(node, officer)?,
        Wanted::ChangeOfficer { officer, role, .. } => {
            let admin = is_admin(node, officer)?;
            role.is_some_and(|role| admin != (role == Role::Administrator))
        }
        Wanted::EnrolOfficer { role, .. } => *role == Role::Administrator,
        Wanted::Limit { limit, value } => limit::find(node, limit)?.loosens(*value),
        Wanted::Retention { kind, level, days } => {
            retention::lengthens(retention::row(node, kind, level)?, *days)
        }
    })
}

/// Whether a rule refuses the draft that a second person lifts.
fn refused_alone(node: &mut Node, draft: &Draft, by: &Author) -> Result<bool, Error> {
    let authored = author::compose(node, author::read(draft.clone())?, &by.officer)?;
    let rules = gate::foresee(node, &authored, by)?.rules();
    Ok(rules.contains(&Rule::Widening) || rules.contains(&Rule::Neutrality))
}

/// The class of a draft: who may see it is decided by policy; none of what is no record.
pub fn class(node: &mut Node, wanted: &Wanted, proposer: &str) -> Result<Option<Class>, Error> {
    let Wanted::Publish { draft } = wanted else { return Ok(None) };
    let authored = author::compose(node, author::read((**draft).clone())?, proposer)?;
    let header = &authored.record.header;
    Ok(Some(index::class_of(node, header, Some(&authored.body), State::Active)))
}

/// What a measure rests on, as it is now.
pub fn before(node: &Node, wanted: &Wanted) -> Result<Value, Error> {
    Ok(match wanted {
        Wanted::Publish { draft } => match &draft.revises {
            Some(id) => {
                let latest = node.store.latest_record(&node.code, id)?;
                json!(latest.map(|stored| stored.content_id.hex()))
            }
            None => Value::Null,
        },
        Wanted::EndOfficer { officer }
        | Wanted::ChangeOfficer { officer, .. }
        | Wanted::EnrolOfficer { officer, .. } => {
            let known = node.store.officer(officer)?;
            known.map_or(Value::Null, |officer| {
                let (name, role, unit) = (officer.name, officer.role, officer.unit);
                json!({"name": name, "role": role, "unit": unit, "ended": officer.ended})
            })
        }
        Wanted::Limit { limit, .. } => json!(limit::find(node, limit)?.value),
        Wanted::Retention { kind, level, .. } => json!(retention::row(node, kind, level)?),
    })
}

/// Carries a measure out in this transaction, by its proposer, with the second person beside.
pub fn carry_out(
    node: &mut Node,
    wanted: &Wanted,
    by: &Author,
    second: &str,
) -> Result<Done, Error> {
    match wanted.clone() {
        Wanted::Publish { draft } => return publish(node, *draft, by, second),
        Wanted::EndOfficer { officer } => officer::end(node, &officer)?,
        Wanted::ChangeOfficer { officer, name, role, unit } => {
            officer::change(node, &officer, officer::Change { name, role, unit })?;
        }
        Wanted::EnrolOfficer { officer, name, role, unit } => {
            crate::session::enrol(node, &officer, &name, role, &unit)?;
        }
        Wanted::Limit { limit, value } => drop(limit::set(node, &limit, value)?),
        Wanted::Retention { kind, level, days } => retention::set(node, &kind, &level, days)?,
    }
    Ok(Done::default())
}

fn publish(node: &mut Node, draft: Draft, by: &Author, second: &str) -> Result<Done, Error> {
    let backing = Backing { second_person: Some(second), assurance: None };
    let published = flow::publish_backed(node, author::read(draft)?, by, backing)??;
    let recipients = published.recipients;
    Ok(Done { outcome: Some(published.name.to_string()), recipients, failed: None })
}

/// What became of the record that a draft revises, for who decides: its kind and latest revision.
pub fn past(node: &Node, draft: &Draft) -> Result<Option<(Kind, u32)>, Error> {
    let Some(id) = &draft.revises else { return Ok(None) };
    let Some(stored) = node.store.latest_record(&node.code, id)? else { return Ok(None) };
    let header = record::Header::from_bytes(&stored.header)?;
    Ok(Some((header.kind, header.revision)))
}
