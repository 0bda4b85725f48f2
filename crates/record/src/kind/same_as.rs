//! `same-as`: two records, one person, organisation, thing or event. Proposed by anyone or by a
//! comparison, decided by a person, undone at any time.
//!
//! Undoing is a new revision of the same record with the state `undone`: who joined two records and
//! who parted them stays in one history, and each holder of the first receives the second. Nothing
//! is ever merged: both records stay what they are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::seizure::EventReference;
use super::thing::check_code;
use super::{Declared, Group, code_of};
use crate::decimal::Decimal;
use crate::sentence::Sentences;
use crate::{Error, codelist};

const REASONS_MAX: usize = 50;

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SameAsState {
    /// Somebody should look.
    Proposed,
    /// A person has decided that they are one.
    Decided,
    /// A person has decided that they are two: it is not proposed again.
    Rejected,
    /// What was decided holds no longer.
    Undone,
}

/// Why they may be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Code list `same-as-basis`.
    #[schemars(extend("x-amana-list" = "same-as-basis"))]
    pub basis: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Code list `same-as-object`: what both are.
    #[schemars(extend("x-amana-list" = "same-as-object"))]
    pub what: String,
    pub first: EventReference,
    pub second: EventReference,
    #[schemars(extend("x-amana-list" = "same-as-state"))]
    pub state: SameAsState,
    #[schemars(length(min = 1, max = REASONS_MAX))]
    pub reasons: Vec<Reason>,
    /// Between 0 and 1, where a comparison proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Decimal>,
    /// Code list `role`: who decided, rejected or undid it.
    #[schemars(extend("x-amana-list" = "role"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// Two records of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SameAs {
    pub statement: Statement,
}

impl Declared for SameAs {
    const ASSERTS: bool = false;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new("matter", &["statement.what", "statement.first", "statement.second"], &[]),
        Group::new("reasons", &["statement.reasons"], &["statement.score"]),
        Group::new("decision", &["statement.state", "statement.decided_by"], &[]),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        codelist::check("same-as-object", &s.what)?;
        check_code("role", s.decided_by.as_ref())?;
        if s.first == s.second {
            return Err(Error::field("statement.second", "is the first record once more"));
        }
        if s.reasons.is_empty() {
            return Err(Error::field("statement.reasons", "a reason says why"));
        }
        s.reasons.iter().try_for_each(|reason| codelist::check("same-as-basis", &reason.basis))?;
        let score = s.score.map_or(0.0, Decimal::approximate);
        if !(0.0..=1.0).contains(&score) {
            return Err(Error::field("statement.score", "lies between 0 and 1"));
        }
        if (s.state == SameAsState::Proposed) == s.decided_by.is_some() {
            let reason = "names who decided, rejected or undid it, and nobody before";
            return Err(Error::field("statement.decided_by", reason));
        }
        Ok(())
    }

    fn title(&self) -> String {
        let Statement { first, second, .. } = &self.statement;
        format!("{}/{} = {}/{}", first.owner, first.id, second.owner, second.id)
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let both = s.all_of(vec![s.reference(&this.first), s.reference(&this.second)]);
        let fillings = [
            ("state", s.code("same-as-state", &code_of(&this.state)).into()),
            ("what", s.mid("same-as-object", &this.what).into()),
            ("both", both.into()),
        ];
        s.say("same-as", &fillings);
        for reason in &this.reasons {
            let basis = s.mid("same-as-basis", &reason.basis);
            let text = reason.text.as_ref().map(|text| s.quoted(text));
            let facts = s.each_of([Some(basis), text].into_iter().flatten().collect());
            s.detail("reason", facts);
        }
        s.detail("score", this.score.map(|score| s.decimal(score)));
        s.detail("decided-by", this.decided_by.as_ref().map(|role| s.mid("role", role)));
    }

    fn searchable(&self) -> Vec<String> {
        let texts = self.statement.reasons.iter().filter_map(|reason| reason.text.clone());
        texts.collect()
    }

    fn examples() -> [Self; 2] {
        let reference = |owner: &str| EventReference {
            owner: crate::NodeCode::new(owner).expect("a valid code"),
            id: super::example_id(),
        };
        let reason = |basis: &str, text: Option<&str>| Reason {
            basis: basis.into(),
            text: text.map(str::to_owned),
        };
        let proposed = Statement {
            what: "event".into(),
            first: reference("XA"),
            second: reference("XB"),
            state: SameAsState::Proposed,
            reasons: vec![reason("place-and-time", None), reason("quantity", None)],
            score: Some(Decimal::parse("0.93").expect("a number")),
            decided_by: None,
        };
        let undone = Statement {
            what: "person".into(),
            state: SameAsState::Undone,
            reasons: vec![reason("identifier", Some("Two passports, two photographs."))],
            score: None,
            decided_by: Some("case-officer".into()),
            ..proposed.clone()
        };
        [proposed, undone].map(|statement| Self { statement })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(change: impl FnOnce(&mut Statement), field: Option<&str>) {
        let [mut same, _] = SameAs::examples();
        change(&mut same.statement);
        let said = same.check().err().map(|error| match error {
            Error::Field { field, .. } => field,
            other => other.to_string(),
        });
        assert_eq!(said.as_deref(), field, "{same:?}");
    }

    #[test]
    fn a_record_is_not_the_same_as_itself() {
        check(|s| s.second = s.first.clone(), Some("statement.second"));
    }

    #[test]
    fn what_is_proposed_says_why() {
        check(|s| s.reasons.clear(), Some("statement.reasons"));
        check(|s| s.score = Some(Decimal::parse("1.1").unwrap()), Some("statement.score"));
    }

    #[test]
    fn a_person_decides_and_a_person_undoes() {
        let by = |state, role: Option<&str>| {
            let role = role.map(str::to_owned);
            move |s: &mut Statement| (s.state, s.decided_by) = (state, role)
        };
        use SameAsState::*;
        for state in [Decided, Rejected, Undone] {
            check(by(state, Some("desk-officer")), None);
            check(by(state, None), Some("statement.decided_by"));
        }
        check(by(Proposed, Some("desk-officer")), Some("statement.decided_by"));
    }
}
