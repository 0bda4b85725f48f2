//! One person, thing or event in several records: the group that decided `same-as` statements join.
//! Nothing is merged. The group is found when it is asked for, from the statements that this reader
//! may see: what is undone, withdrawn or recalled parts it in the same transaction.

use std::collections::{BTreeMap, BTreeSet};

use record::kind::same_as::{SameAsState, Statement};
use record::policy::Act;
use record::{Body, NodeCode, RecordId, Timestamp};
use serde::Serialize;

use crate::Error;
use crate::audit::{self, Guarded};
use crate::link::Limits;
use crate::view::{Session, Sight, Title};

/// Owner and id of a record.
pub type End = (NodeCode, RecordId);

/// A record of the group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Member {
    pub owner: NodeCode,
    pub id: RecordId,
    /// None: not held here, or not for this reader.
    pub record: Option<Title>,
}

/// A statement about two records.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// Name of the statement's own record.
    pub name: String,
    pub created: Timestamp,
    pub statement: Statement,
    /// One statement decides what another rejects: both are shown, and a person looks.
    pub disputed: bool,
}

/// What is one with a record.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Same {
    /// Every record that decided statements join with this one, itself among them.
    pub group: Vec<Member>,
    /// Decided: these join the group.
    pub decided: Vec<Said>,
    /// Somebody should look: these join nothing.
    pub proposed: Vec<Said>,
    /// Rejected, or undone: these join nothing.
    pub parted: Vec<Said>,
    /// There are more statements than are looked at.
    pub more: bool,
}

/// The records that decided statements join with one, itself among them. The order of the
/// statements does not matter, and only those that are decided do.
pub fn joined<'a>(start: &End, statements: impl Iterator<Item = &'a Statement>) -> BTreeSet<End> {
    let decided = statements.filter(|one| one.state == SameAsState::Decided);
    let mut beside: BTreeMap<End, Vec<End>> = BTreeMap::new();
    for (first, second) in decided.map(ends) {
        beside.entry(first.clone()).or_default().push(second.clone());
        beside.entry(second).or_default().push(first);
    }
    let (mut group, mut next) = (BTreeSet::from([start.clone()]), vec![start.clone()]);
    while let Some(end) = next.pop() {
        for other in beside.get(&end).into_iter().flatten() {
            if group.insert(other.clone()) {
                next.push(other.clone());
            }
        }
    }
    group
}

fn ends(statement: &Statement) -> (End, End) {
    let end = |one: &record::kind::seizure::EventReference| (one.owner.clone(), one.id);
    (end(&statement.first), end(&statement.second))
}

/// Whether one statement decides what another rejects.
fn contradicts(one: &Statement, other: &Statement) -> bool {
    use SameAsState::{Decided, Rejected};
    let opposed = matches!((one.state, other.state), (Decided, Rejected) | (Rejected, Decided));
    let ((first, second), (a, b)) = (ends(one), ends(other));
    opposed && ((first == a && second == b) || (first == b && second == a))
}

impl Sight<'_> {
    /// What is one with a record. Audited as a read of the record and of every statement.
    pub fn same(
        &self,
        session: &Session,
        (owner, id): (&NodeCode, &RecordId),
        limits: Limits,
    ) -> Result<Guarded<Result<Same, Error>>, Error> {
        let (read, mut event) = audit::split(self.show(session, Act::Read, (owner, id, None))?);
        if let Err(error) = read {
            return Ok(Guarded::new(Err(error), event));
        }
        let readable = self.allowed(session, Act::Read)?;
        let (said, more) = self.statements(&readable, (owner.clone(), *id), limits)?;
        for (end, _) in &said {
            event = event.about(&end.0, &end.1);
        }
        let said: Vec<Said> = said.into_iter().map(|(_, said)| said).collect();
        let listed = self.allowed(session, Act::List)?;
        let mut group = Vec::new();
        let start = (owner.clone(), *id);
        for (owner, id) in joined(&start, said.iter().map(|one| &one.statement)) {
            let row = self.store.row_of(&listed, &owner, &id)?;
            let record = row.map(|row| self.title_of(row)).transpose()?;
            group.push(Member { owner, id, record });
        }
        let titles = group.iter().filter_map(|member| member.record.as_ref());
        let event = event.reason("same").set(titles.map(|title| title.name.as_str()));
        Ok(Guarded::new(Ok(sorted(group, said, more)), event))
    }

    /// The statements about a record and about every record that decided ones join with it, each
    /// with owner and id of its own.
    fn statements(
        &self,
        readable: &[i64],
        start: End,
        limits: Limits,
    ) -> Result<(Vec<(End, Said)>, bool), Error> {
        let mut found: BTreeMap<i64, (End, Said)> = BTreeMap::new();
        let (mut seen, mut next) = (BTreeSet::from([start.clone()]), vec![start]);
        while let Some((owner, id)) = next.pop() {
            for row in self.store.same_as(readable, (&owner, &id), limits.links + 1)? {
                if found.contains_key(&row) {
                    continue;
                }
                if found.len() >= limits.links as usize {
                    return Ok((found.into_values().collect(), true));
                }
                let Some((end, said)) = self.statement(row)? else { continue };
                if said.statement.state == SameAsState::Decided {
                    let (first, second) = ends(&said.statement);
                    next.extend([first, second].into_iter().filter(|end| seen.insert(end.clone())));
                }
                found.insert(row, (end, said));
            }
        }
        Ok((found.into_values().collect(), false))
    }

    /// Whether a person has said of two records that they are one, directly or through others, or
    /// that they are two, in statements of these classes. What is undone says neither.
    pub(crate) fn is_settled(
        &self,
        readable: &[i64],
        (first, second): (&End, &End),
        limits: Limits,
    ) -> Result<bool, Error> {
        let (said, _) = self.statements(readable, first.clone(), limits)?;
        let statements = || said.iter().map(|(_, said)| &said.statement);
        let both = |one: &Statement| {
            let (a, b) = ends(one);
            (a == *first && b == *second) || (a == *second && b == *first)
        };
        let two = statements().any(|one| one.state == SameAsState::Rejected && both(one));
        Ok(two || joined(first, statements()).contains(second))
    }

    fn statement(&self, row: i64) -> Result<Option<(End, Said)>, Error> {
        let stored = self.store.record_row(row)?;
        let stored = stored.ok_or_else(|| Error::Damaged("a statement without a record".into()))?;
        let record = self.vault.open(self.store, &stored)?;
        let Body::SameAs(body) = record.body()? else { return Ok(None) };
        let (name, created) = (record.name(), record.header.created);
        let statement = body.statement;
        let said = Said { name: name.to_string(), created, statement, disputed: false };
        Ok(Some(((name.owner, name.id), said)))
    }
}

/// By state, each with whether another contradicts it, in the order of their names.
fn sorted(group: Vec<Member>, mut said: Vec<Said>, more: bool) -> Same {
    said.sort_by(|one, other| one.name.cmp(&other.name));
    let all: Vec<Statement> = said.iter().map(|one| one.statement.clone()).collect();
    for one in &mut said {
        one.disputed = all.iter().any(|other| contradicts(&one.statement, other));
    }
    let mut same =
        Same { group, decided: Vec::new(), proposed: Vec::new(), parted: Vec::new(), more };
    for one in said {
        match one.statement.state {
            SameAsState::Decided => same.decided.push(one),
            SameAsState::Proposed => same.proposed.push(one),
            SameAsState::Rejected | SameAsState::Undone => same.parted.push(one),
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use record::kind::seizure::EventReference;

    use super::*;

    fn reference(number: u8) -> EventReference {
        let owner = NodeCode::new(if number.is_multiple_of(2) { "XA" } else { "XB" }).unwrap();
        EventReference { owner, id: RecordId::new(Timestamp(1), [number; 10]) }
    }

    fn end(number: u8) -> End {
        let EventReference { owner, id } = reference(number);
        (owner, id)
    }

    fn statement((first, second, state): (u8, u8, SameAsState)) -> Statement {
        let decided = state != SameAsState::Proposed;
        Statement {
            what: "person".into(),
            first: reference(first),
            second: reference(second),
            state,
            reasons: Vec::new(),
            score: None,
            decided_by: decided.then(|| "analyst".into()),
        }
    }

    use SameAsState::{Decided, Proposed, Rejected, Undone};

    fn check(statements: &[(u8, u8, SameAsState)], expect: &[u8]) {
        let statements: Vec<Statement> = statements.iter().copied().map(statement).collect();
        let expect: BTreeSet<End> = expect.iter().copied().map(end).collect();
        assert_eq!(joined(&end(0), statements.iter()), expect);
    }

    #[test]
    fn only_what_is_decided_joins_and_it_joins_through_others() {
        check(&[], &[0]);
        check(&[(0, 1, Decided), (2, 1, Decided), (3, 4, Decided)], &[0, 1, 2]);
        check(&[(0, 1, Proposed), (0, 2, Rejected), (0, 3, Undone)], &[0]);
        check(&[(0, 1, Decided), (1, 2, Proposed), (2, 3, Decided)], &[0, 1]);
    }

    #[test]
    fn what_one_decides_and_another_rejects_is_disputed_whatever_the_order_of_the_two() {
        let disputed = |one, other| contradicts(&statement(one), &statement(other));
        assert!(disputed((0, 1, Decided), (0, 1, Rejected)));
        assert!(disputed((0, 1, Decided), (1, 0, Rejected)));
        assert!(!disputed((0, 1, Decided), (0, 2, Rejected)));
        assert!(!disputed((0, 1, Decided), (0, 1, Undone)));
        assert!(!disputed((0, 1, Decided), (0, 1, Decided)));
    }

    fn some_statement() -> impl Strategy<Value = (u8, u8, SameAsState)> {
        let states = proptest::sample::select(vec![Decided, Decided, Proposed, Rejected, Undone]);
        (0..8u8, 0..8u8, states)
    }

    proptest! {
        #[test]
        fn the_order_in_which_statements_arrive_does_not_matter(
            statements in proptest::collection::vec(some_statement(), 0..12),
            turn in 0..12usize,
        ) {
            let mut statements: Vec<Statement> = statements.into_iter().map(statement).collect();
            let before = joined(&end(0), statements.iter());
            let turn = turn % statements.len().max(1);
            statements.rotate_left(turn);
            prop_assert_eq!(&joined(&end(0), statements.iter()), &before);
            statements.reverse();
            prop_assert_eq!(joined(&end(0), statements.iter()), before);
        }

        #[test]
        fn undoing_a_statement_leaves_what_there_would_be_without_it(
            statements in proptest::collection::vec(some_statement(), 0..12),
            (first, second) in (0..8u8, 0..8u8),
        ) {
            let mut statements: Vec<Statement> = statements.into_iter().map(statement).collect();
            let before = joined(&end(0), statements.iter());
            statements.push(statement((first, second, Decided)));
            prop_assert!(joined(&end(0), statements.iter()).is_superset(&before));
            statements.pop();
            statements.push(statement((first, second, Undone)));
            prop_assert_eq!(joined(&end(0), statements.iter()), before);
        }

        #[test]
        fn every_member_of_a_group_has_the_same_group(
            statements in proptest::collection::vec(some_statement(), 0..12),
        ) {
            let statements: Vec<Statement> = statements.into_iter().map(statement).collect();
            let group = joined(&end(0), statements.iter());
            for member in &group {
                prop_assert_eq!(&joined(member, statements.iter()), &group);
            }
        }
    }
}
