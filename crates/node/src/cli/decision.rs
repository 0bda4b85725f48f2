//! duplicates confirm, refuse, undo: what a person says of two records, as a record of its own.

use ::record::kind::same_as::{Reason, SameAs, SameAsState, Statement};
use ::record::kind::seizure::EventReference;
use ::record::policy::strictest;
use ::record::{Body, Draft, Header, Kind, NodeCode, Purpose, Unit};
use clap::{Args, Subcommand};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::record::{WhichArgs, text_of};
use super::{Call, Failure};
use crate::Error;
use crate::author::plain_draft;
use crate::client::Client;

#[derive(Subcommand)]
pub enum Decision {
    /// Two records are of one event: the pair is not proposed again, and both stay what they are.
    ///
    /// Example: amana duplicates confirm CO/0192f0c1-… SN/0192f0c1-… --because quantity,route
    Confirm(DecisionArgs),
    /// They are of two events: the pair is not proposed again.
    ///
    /// Example: amana duplicates refuse CO/0192f0c1-… SN/0192f0c1-… --because laboratory
    Refuse(DecisionArgs),
    /// What was confirmed or refused holds no longer. Names the statement, not the records.
    ///
    /// Example: amana duplicates undo CO/0192f0c1-…
    Undo(WhichArgs),
}

#[derive(Args)]
pub struct DecisionArgs {
    #[command(flatten)]
    first: WhichArgs,
    /// OWNER/ID of the other.
    second: String,
    /// Why: codes of the list same-as-basis, with commas.
    #[arg(long, required = true, value_delimiter = ',')]
    because: Vec<String>,
    /// Nodes that receive the statement; none keeps it at home.
    #[arg(long = "to", value_name = "NODE")]
    recipients: Vec<NodeCode>,
}

/// Who decides, as the node knows the officer.
struct Decider {
    role: String,
    unit: Unit,
}

pub async fn decide(call: &Call, decision: Decision) -> Result<(), Failure> {
    let client = call.client().await?;
    let me = fetch(call, &client, "/api/v1/me").await?;
    let by = Decider {
        role: text_of(&me, "role"),
        unit: Unit::new(&text_of(&me, "unit")).map_err(Error::from)?,
    };
    let draft = match decision {
        Decision::Confirm(args) => pair(call, &client, args, SameAsState::Decided, by).await?,
        Decision::Refuse(args) => pair(call, &client, args, SameAsState::Rejected, by).await?,
        Decision::Undo(which) => {
            let view = fetch(call, &client, &which.address()?.0).await?;
            undone(&view, by)?
        }
    };
    let answered = client.post("/api/v1/records", &json!(draft)).await?;
    call.print(&answered, |value| text_of(value, "name"))
}

async fn pair(
    call: &Call,
    client: &Client,
    args: DecisionArgs,
    state: SameAsState,
    by: Decider,
) -> Result<Draft, Failure> {
    let mut headers = Vec::new();
    for which in [args.first, WhichArgs { record: args.second }] {
        let view = fetch(call, client, &which.address()?.0).await?;
        headers.push(part(&view, "header")?);
    }
    let [first, second]: [Header; 2] = headers.try_into().expect("two were asked for");
    let mut draft = said([&first, &second], state, &args.because, by)?;
    draft.recipients = args.recipients;
    Ok(draft)
}

async fn fetch(call: &Call, client: &Client, path: &str) -> Result<Value, Failure> {
    let answered = client.get(path, &call.purpose).await?;
    let good = answered.status.is_success();
    if good { Ok(answered.body) } else { Err(Failure::problem(&answered.body)) }
}

fn part<T: DeserializeOwned>(view: &Value, key: &str) -> Result<T, Error> {
    let part = serde_json::from_value(view[key].clone());
    part.map_err(|error| Error::Usage(format!("not a record: {error}")))
}

/// The statement about two records. It says that both are there, and so it is as closed as the
/// closer of the two, and for what both are for.
fn said(
    ends: [&Header; 2],
    state: SameAsState,
    because: &[String],
    by: Decider,
) -> Result<Draft, Error> {
    let [first, second] = ends;
    if ends.iter().any(|end| end.kind != Kind::Seizure) {
        return Err(Error::Usage("only seizures are reports of events".into()));
    }
    let shared = |one: &&Purpose| second.purposes.contains(one);
    let purposes: Vec<Purpose> = first.purposes.iter().filter(shared).copied().collect();
    if purposes.is_empty() {
        return Err(Error::Usage("the two records have no purpose in common".into()));
    }
    let end = |header: &Header| EventReference { owner: header.owner.clone(), id: header.id };
    let statement = Statement {
        what: "event".into(),
        first: end(first),
        second: end(second),
        state,
        reasons: because.iter().map(|basis| Reason { basis: basis.clone(), text: None }).collect(),
        score: None,
        decided_by: Some(by.role),
    };
    let body = Body::SameAs(Box::new(SameAs { statement }));
    body.check()?;
    Ok(Draft {
        handling: strictest(&[first.handling.clone(), second.handling.clone()]),
        purposes,
        ..plain_draft(Kind::SameAs, &by.unit, body.to_json())
    })
}

/// A revision of a statement by which it holds no longer.
fn undone(view: &Value, by: Decider) -> Result<Draft, Error> {
    let header: Header = part(view, "header")?;
    let Body::SameAs(mut body) = Body::from_json(header.kind, view["body"].clone())? else {
        let kind = header.kind.code();
        return Err(Error::Usage(format!("a {kind} decides about no two records")));
    };
    body.statement.state = SameAsState::Undone;
    body.statement.decided_by = Some(by.role);
    Ok(Draft {
        handling: header.handling,
        purposes: header.purposes,
        revises: Some(header.id),
        ..plain_draft(Kind::SameAs, &by.unit, Body::SameAs(body).to_json())
    })
}

#[cfg(test)]
mod tests {
    use ::record::moment::Date;
    use ::record::{Digest, Handling, HandlingCode, Level, RecordId, Timestamp};

    use super::*;

    fn header(owner: &str, kind: Kind, level: Level, purposes: &[Purpose]) -> Header {
        let day: Date = "2030-12-31".parse().unwrap();
        Header {
            network: Digest::of(&[b"exercise"]),
            owner: NodeCode::new(owner).unwrap(),
            id: RecordId::new(Timestamp(1), [owner.as_bytes()[1]; 10]),
            revision: 1,
            previous: None,
            unit: Unit::new("POLICE").unwrap(),
            kind,
            handling: Handling::new(level, &[HandlingCode::H1]),
            evaluation: None,
            purposes: purposes.to_vec(),
            created: Timestamp(1),
            review: day,
            expiry: day,
        }
    }

    fn by() -> Decider {
        Decider { role: "analyst".into(), unit: Unit::new("CUSTOMS").unwrap() }
    }

    #[test]
    fn a_decision_is_as_closed_as_the_closer_of_the_two_and_for_what_both_are_for() {
        use Purpose::{BorderControl, CriminalInvestigation};
        let one = header("XA", Kind::Seizure, Level::Restricted, &[CriminalInvestigation]);
        let both = [BorderControl, CriminalInvestigation];
        let other = header("XB", Kind::Seizure, Level::Confidential, &both);
        let because = ["quantity".to_owned()];
        let draft = said([&one, &other], SameAsState::Decided, &because, by()).unwrap();
        assert_eq!(draft.purposes, [CriminalInvestigation]);
        assert_eq!(draft.handling.level, Level::Confidential);
        assert_eq!(draft.body["statement"]["state"], "decided");
        assert_eq!(draft.body["statement"]["decided_by"], "analyst");
        let refused = |ends: [&Header; 2], because: &str| {
            said(ends, SameAsState::Rejected, &[because.to_owned()], by()).is_err()
        };
        assert!(refused([&one, &one], "quantity"), "one record is not two");
        assert!(refused([&one, &other], "because I say so"));
        let border = header("XB", Kind::Seizure, Level::Restricted, &[BorderControl]);
        assert!(refused([&one, &border], "quantity"), "no purpose in common");
        let message = header("XB", Kind::Message, Level::Restricted, &[CriminalInvestigation]);
        assert!(refused([&one, &message], "quantity"));
    }

    #[test]
    fn what_is_undone_is_a_revision_of_the_statement() {
        let purposes = [Purpose::CriminalInvestigation];
        let of = header("XA", Kind::SameAs, Level::Restricted, &purposes);
        let view = |kind: Kind| {
            let header = Header { kind, ..of.clone() };
            json!({"header": header, "body": kind.examples()[0].to_json()})
        };
        let draft = undone(&view(Kind::SameAs), by()).unwrap();
        assert_eq!(draft.revises, Some(of.id));
        assert_eq!(draft.body["statement"]["state"], "undone");
        assert!(undone(&view(Kind::Seizure), by()).is_err());
    }
}
