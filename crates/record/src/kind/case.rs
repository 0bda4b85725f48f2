//! `case`: a joint case, its lead and its partners. What belongs to it is linked, and stays at its
//! owners.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::message::Text;
use super::{Declared, Group};
use crate::facet::{self, Facet};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, NodeCode, Unit, codelist};

const PARTNERS_MAX: usize = 100;

/// A body that works on the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    pub node: NodeCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Code list `case-role`.
    #[schemars(extend("x-amana-list" = "case-role"))]
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    pub title: String,
    /// The lead's file number.
    pub reference: String,
    /// Code list `offence`.
    #[schemars(extend("x-amana-list" = "offence"))]
    pub offence: String,
    pub lead: NodeCode,
    #[schemars(length(max = PARTNERS_MAX))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<Partner>,
    /// Code list `case-state`.
    #[schemars(extend("x-amana-list" = "case-state"))]
    pub state: String,
    pub opened: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub statement: Statement,
}

impl Declared for Case {
    const ASSERTS: bool = false;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new(
            "matter",
            &["statement.title", "statement.reference", "statement.offence", "statement.lead"],
            &["statement.text"],
        ),
        Group::new("partners", &[], &["statement.partners"]),
        Group::new("status", &["statement.state", "statement.opened"], &["statement.closed"]),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        if s.title.trim().is_empty() || s.reference.trim().is_empty() {
            return Err(Error::field("statement", "a case has a title and a reference"));
        }
        codelist::check("offence", &s.offence)?;
        codelist::check("case-state", &s.state)?;
        s.partners.iter().try_for_each(|partner| codelist::check("case-role", &partner.role))?;
        if s.closed.is_some_and(|closed| closed < s.opened) {
            return Err(Error::field("statement.closed", "lies before it was opened"));
        }
        Ok(())
    }

    fn offence(&self) -> Option<&str> {
        Some(&self.statement.offence)
    }

    fn title(&self) -> String {
        format!("{} {}", self.statement.reference, self.statement.title)
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let fillings =
            [("reference", s.id(&this.reference).into()), ("title", s.free(&this.title).into())];
        s.say("case", &fillings);
        s.detail("lead", s.node(&this.lead));
        for Partner { node, unit, role } in &this.partners {
            let mut facts = vec![s.mid("case-role", role)];
            facts.extend(unit.as_ref().map(|unit| s.id(unit.as_str())));
            let (node, facts) = (s.node(node), s.each_of(facts));
            let partner = s.phrase("of-kind", &[("what", node.into()), ("kind", facts.into())]);
            s.detail("partner", partner);
        }
        s.detail("offence", s.mid("offence", &this.offence));
        s.detail("state", s.mid("case-state", &this.state));
        s.detail("opened", s.date(this.opened));
        s.detail("closed", this.closed.map(|date| s.date(date)));
        if let Some(text) = &this.text {
            s.text(text);
        }
    }

    fn free_text(&self) -> Option<&Text> {
        self.statement.text.as_ref()
    }

    fn facets(&self) -> Vec<facet::Value> {
        vec![Facet::Offence.value(&self.statement.offence)]
    }

    fn day(&self) -> Option<Date> {
        Some(self.statement.opened)
    }

    fn examples() -> [Self; 2] {
        let node = |code: &str| NodeCode::new(code).expect("a valid code");
        let partner = |code: &str, unit: Option<&str>, role: &str| Partner {
            node: node(code),
            unit: unit.map(|unit| Unit::new(unit).expect("a valid unit")),
            role: role.into(),
        };
        let open = Statement {
            title: "Fruit containers to Algeciras".into(),
            reference: "EJ-2026/014".into(),
            offence: "drug-smuggling".into(),
            lead: node("CO"),
            partners: Vec::new(),
            state: "open".into(),
            opened: "2026-02-16".parse().expect("a date"),
            closed: None,
            text: None,
        };
        let closed = Statement {
            lead: node("XA"),
            partners: vec![
                partner("ES", Some("CUSTOMS"), "customs"),
                partner("SN", None, "prosecution"),
            ],
            state: "closed".into(),
            closed: Some("2026-09-30".parse().expect("a date")),
            text: Some(Text { language: "es".into(), text: "Tres condenas firmes.".into() }),
            ..open.clone()
        };
        [Self { statement: open }, Self { statement: closed }]
    }
}
