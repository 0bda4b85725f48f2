//! `consent`: the owner, or an authority, permits a use of a record that its handling bars.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::seizure::EventReference;
use super::{Declared, Group};
use crate::moment::Date;
use crate::sentence::Sentences;
use crate::{Error, NodeCode, codelist};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Code list `consent-use`.
    #[serde(rename = "use")]
    #[schemars(extend("x-amana-list" = "consent-use"))]
    pub consent_use: String,
    /// The record whose use is permitted.
    pub record: EventReference,
    /// Whom it is permitted to.
    pub to: Vec<NodeCode>,
    /// The court or authority that consents.
    pub authority: String,
    pub reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<String>,
    pub until: Date,
}

/// A consent. It ends by its date, or when it is recalled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    pub statement: Statement,
}

impl Declared for Consent {
    const ASSERTS: bool = false;
    const CONTROL: bool = true;
    const PARTS: &'static [&'static str] = &["statement"];
    const FORM: &'static [Group] = &[
        Group::new("matter", &["statement.use", "statement.record", "statement.to"], &[]),
        Group::new(
            "authority",
            &["statement.authority", "statement.reference", "statement.until"],
            &["statement.conditions"],
        ),
    ];

    fn check(&self) -> Result<(), Error> {
        let s = &self.statement;
        codelist::check("consent-use", &s.consent_use)?;
        if s.to.is_empty() {
            return Err(Error::field("statement.to", "a consent names whom it is given to"));
        }
        let good = !s.authority.trim().is_empty() && !s.reference.trim().is_empty();
        good.then_some(()).ok_or_else(|| Error::field("statement", "names authority and reference"))
    }

    fn title(&self) -> String {
        let Statement { consent_use, record, .. } = &self.statement;
        format!("{consent_use} {}/{}", record.owner, record.id)
    }

    fn gist(&self, s: &Sentences) -> String {
        let Statement { consent_use, record, .. } = &self.statement;
        format!("{} – {}", s.code("consent-use", consent_use), s.reference(record))
    }

    fn tell(&self, s: &mut Sentences) {
        let this = &self.statement;
        let to = s.all_of(this.to.iter().map(|node| s.node(node)).collect());
        let fillings = [
            ("use", s.mid("consent-use", &this.consent_use).into()),
            ("record", s.reference(&this.record).into()),
            ("to", to.into()),
            ("until", s.date(this.until).into()),
        ];
        s.say("consent", &fillings);
        s.detail("authority", s.free(&this.authority));
        s.detail("reference", s.id(&this.reference));
        s.detail("conditions", this.conditions.as_ref().map(|text| s.quoted(text)));
    }

    fn searchable(&self) -> Vec<String> {
        let Statement { authority, reference, conditions, .. } = &self.statement;
        let words = [Some(authority.clone()), Some(reference.clone()), conditions.clone()];
        words.into_iter().flatten().collect()
    }

    fn examples() -> [Self; 2] {
        let node = |code: &str| NodeCode::new(code).expect("a valid code");
        let court = Statement {
            consent_use: "court".into(),
            record: EventReference { owner: node("XA"), id: super::example_id() },
            to: vec![node("ES")],
            authority: "Court of first instance no. 2".into(),
            reference: "2026/118".into(),
            conditions: None,
            until: "2027-03-01".parse().expect("a date"),
        };
        let delivery = Statement {
            consent_use: "controlled-delivery".into(),
            to: vec![node("ES"), node("SN")],
            conditions: Some("The load is replaced before it leaves the port.".into()),
            ..court.clone()
        };
        [court, delivery].map(|statement| Self { statement })
    }
}
