//! An answer in the reader's words: evidence before score, what is said of it, what to do, and whom
//! to call.

use std::sync::Arc;

use record::codelist::{self, Registry};
use record::word::{Catalogue, Filling, catalogue, free, identifier};
use record::{Name, Purpose, Timestamp};
use screen::sentence::{self, Language as Tongue};
use serde::Serialize;

use super::Numbered;
use super::hit::Decision;
use super::look::{Found, Looked};
use super::question::{Number, Question};
use super::score::Scored;
use crate::list::Entity;
use crate::store::hit::From;

/// What a question turned out to be.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AskAnswer)]
pub struct Answer {
    /// Its number in one's own history; none where it was not kept.
    pub question: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    #[schema(value_type = String)]
    pub purpose: Purpose,
    /// What the text was read as; the asker may correct it.
    pub kind: String,
    /// What else it may be, the likeliest first.
    pub others: Vec<String>,
    pub read: Read,
    /// What is wrong with what was typed, in sentences.
    pub findings: Vec<String>,
    /// `hit` or `no-hit`.
    pub answer: String,
    /// All of it in one sentence.
    pub sentence: String,
    /// The likeliest first.
    pub hits: Vec<Hit>,
    /// There are more hits than are shown.
    pub more: bool,
    pub asked: Vec<Listed>,
    pub not_asked: Vec<NotAsked>,
}

/// What was read from the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskRead)]
pub struct Read {
    pub names: Vec<String>,
    pub births: Vec<String>,
    pub countries: Vec<String>,
    pub documents: Vec<String>,
    /// Identifiers in the form in which they are compared.
    pub identifiers: Vec<Identifier>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskIdentifier)]
pub struct Identifier {
    pub kind: String,
    pub value: String,
}

/// A list that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskListed)]
pub struct Listed {
    pub list: String,
    pub entries: u64,
    /// The day it is of.
    pub date: String,
}

/// A list that was not, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskNotAsked)]
pub struct NotAsked {
    pub list: String,
    pub rule: String,
    pub reason: String,
}

/// A hit: the machine's candidate. Only a person makes it a match.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AskHit)]
pub struct Hit {
    /// Its number, for the decision.
    pub hit: Option<i64>,
    /// Evidence first: sentences, the strongest first.
    pub evidence: Vec<String>,
    /// What is said of the person or thing, in sentences.
    pub said: Vec<String>,
    #[serde(rename = "do")]
    pub act: Vec<String>,
    /// Whom to call.
    pub call: String,
    /// The list, where it is of one.
    pub list: Option<String>,
    /// Whose entry it is: the owner of the record, or the keeper of the list.
    pub owner: String,
    /// The record, to open.
    pub record: Option<String>,
    pub entry: Entry,
    /// The probability that both are one; 0.5 means even odds.
    pub score: f32,
    pub scorer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AskEntry)]
pub struct Entry {
    pub reference: String,
    pub kind: String,
    pub names: Vec<String>,
    pub births: Vec<String>,
    pub countries: Vec<String>,
    pub documents: Vec<String>,
    pub identifiers: Vec<Identifier>,
    pub programmes: Vec<String>,
    pub action: Option<String>,
    pub status: Option<String>,
}

impl std::convert::From<&Entity> for Entry {
    fn from(entity: &Entity) -> Self {
        let identifiers = entity.identifiers.iter().map(|selector| Identifier {
            kind: selector.kind().code().into(),
            value: selector.value().into(),
        });
        Self {
            reference: entity.reference.clone(),
            kind: entity.sort.code().into(),
            names: entity.names.clone(),
            births: entity.births.clone(),
            countries: entity.countries.clone(),
            documents: entity.documents.clone(),
            identifiers: identifiers.collect(),
            programmes: entity.programmes.clone(),
            action: entity.action.clone(),
            status: entity.status.clone(),
        }
    }
}

/// The reader's language, with the labels of this node's lists.
pub struct Words {
    language: codelist::Language,
    words: &'static Catalogue,
    lists: Arc<Registry>,
}

impl Words {
    pub fn new(language: codelist::Language, lists: Arc<Registry>) -> Self {
        Self { language, words: catalogue(language), lists }
    }

    fn label(&self, list: &str, code: &str) -> String {
        self.lists.label(list, code, self.language)
    }

    fn id(&self, text: &str) -> Filling {
        identifier(text, self.language).into()
    }

    fn free(&self, text: &str) -> Filling {
        free(text, self.language).into()
    }

    fn tongue(&self) -> Tongue {
        match self.language {
            codelist::Language::Arabic => Tongue::Arabic,
            codelist::Language::English => Tongue::English,
            codelist::Language::French => Tongue::French,
            codelist::Language::Spanish => Tongue::Spanish,
        }
    }

    /// The answer to a question.
    pub fn answer(
        &self,
        (at, purpose): (Timestamp, Purpose),
        question: &Question,
        looked: &Looked,
        numbered: &Numbered,
    ) -> Answer {
        let hits = looked.hits.iter().enumerate().map(|(at, found)| {
            let told = self.hit(&Told::of(found));
            Hit { hit: numbered.hits.get(at).copied(), ..told }
        });
        let hits: Vec<Hit> = hits.collect();
        Answer {
            question: numbered.question,
            at,
            purpose,
            kind: question.asked.code().into(),
            others: question.others.iter().map(|asked| asked.code().into()).collect(),
            read: self.read(question),
            findings: self.findings(question),
            answer: if hits.is_empty() { "no-hit" } else { "hit" }.into(),
            sentence: self.outcome(hits.len(), looked),
            hits,
            more: looked.more,
            asked: looked.asked.iter().map(listed).collect(),
            not_asked: looked
                .not_asked
                .iter()
                .map(|(list, rule)| NotAsked {
                    list: list.clone(),
                    rule: rule.code().into(),
                    reason: rule.text().into(),
                })
                .collect(),
        }
    }

    fn outcome(&self, hits: usize, looked: &Looked) -> String {
        let lists = Filling::Count(looked.asked.len() as u64);
        match hits {
            0 => self.words.write("ask-no-hit", &[("lists", lists)]),
            hits => {
                let hits = Filling::Count(hits as u64);
                self.words.write("ask-hits", &[("hits", hits), ("lists", lists)])
            }
        }
    }

    pub fn read(&self, question: &Question) -> Read {
        let exact = question.numbers.iter().filter(|number| !number.alike);
        Read {
            names: question.names.clone(),
            births: question.births.clone(),
            countries: question.countries.clone(),
            documents: question.documents.clone(),
            identifiers: exact
                .map(|number| Identifier { kind: number.kind.clone(), value: number.value.clone() })
                .collect(),
        }
    }

    fn findings(&self, question: &Question) -> Vec<String> {
        let each = question.findings.iter().map(|finding| {
            let key = if finding.kind == "mrz" { "ask-finding-zone" } else { "ask-finding-check" };
            let kind = self.label("selector", &finding.kind);
            self.words.write(key, &[("kind", kind.into()), ("value", self.id(&finding.value))])
        });
        each.collect()
    }

    /// A hit, before it has its number.
    pub fn hit(&self, told: &Told<'_>) -> Hit {
        let entity = told.entity;
        let action = entity.action.as_deref().or(told.action);
        Hit {
            hit: None,
            evidence: self.evidence(told.scored),
            said: self.said(entity),
            act: self.act(action),
            call: self.call(told),
            list: told.list.map(str::to_owned),
            owner: told.owner.to_owned(),
            record: told.record.map(str::to_owned),
            entry: entity.into(),
            score: told.scored.score,
            scorer: told.scored.scorer.clone(),
            decision: None,
        }
    }

    pub fn evidence(&self, scored: &Scored) -> Vec<String> {
        let numbers = scored.numbers.iter().map(|number| self.number(number));
        let addends = scored.addends.iter();
        let addends = addends.map(|addend| sentence::of(addend, self.tongue()));
        numbers.chain(addends).filter(|sentence| !sentence.is_empty()).collect()
    }

    fn number(&self, number: &Number) -> String {
        let kind = match number.kind.as_str() {
            "number" => self.words.word("ask-number"),
            kind => self.label("selector", kind),
        };
        let key = if number.alike { "ask-identifier-alike" } else { "ask-identifier-same" };
        self.words.write(key, &[("kind", kind.into()), ("value", self.id(&number.value))])
    }

    fn said(&self, entity: &Entity) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(status) = &entity.status {
            let list = match entity.sort {
                crate::list::Sort::Document => "document-status",
                _ => "object-status",
            };
            let status = self.label(list, status);
            said.push(self.words.write("ask-status", &[("status", status.into())]));
        }
        for programme in &entity.programmes {
            let known = codelist::check("offence", programme).is_ok();
            let text =
                if known { self.label("offence", programme).into() } else { self.free(programme) };
            said.push(self.words.write("ask-programme", &[("programme", text)]));
        }
        said
    }

    fn act(&self, action: Option<&str>) -> Vec<String> {
        let mut act = Vec::new();
        if let Some(action) = action {
            let action = self.label("action-wanted", action);
            act.push(self.words.write("ask-do-action", &[("action", action.into())]));
        }
        act.push(self.words.word("ask-do-compare"));
        act
    }

    fn call(&self, told: &Told<'_>) -> String {
        match (told.list, told.contact) {
            (Some(_), contact) if !contact.is_empty() => {
                self.words.write("ask-call-contact", &[("contact", self.free(contact))])
            }
            (Some(list), _) => {
                let fillings = [("owner", self.free(told.owner)), ("list", self.id(list))];
                self.words.write("ask-call-keeper", &fillings)
            }
            (None, _) => self.words.write("ask-call-owner", &[("owner", self.id(told.owner))]),
        }
    }
}

fn listed(asked: &super::look::Asked) -> Listed {
    Listed { list: asked.list.clone(), entries: asked.entries, date: asked.day.clone() }
}

/// What a hit is told from.
pub struct Told<'a> {
    pub list: Option<&'a str>,
    pub owner: &'a str,
    pub contact: &'a str,
    pub action: Option<&'a str>,
    pub record: Option<&'a str>,
    pub entity: &'a Entity,
    pub scored: &'a Scored,
}

impl<'a> Told<'a> {
    fn of(found: &'a Found) -> Self {
        let about = found.list.as_ref().map(|list| &list.about);
        let owner = found.record.as_ref().map(|(owner, _)| owner.as_str());
        Self {
            list: about.map(|about| about.name.as_str()),
            owner: about.map_or(owner.unwrap_or_default(), |about| &about.owner),
            contact: about.map_or("", |about| &about.contact),
            action: about.and_then(|about| about.action.as_deref()),
            record: matches!(found.from, From::Record(_)).then_some(found.name.as_str()),
            entity: &found.entity,
            scored: &found.scored,
        }
    }
}

/// The owner of a record's name.
pub fn owner_of(name: &str) -> String {
    let name: Result<Name, _> = name.parse();
    name.map_or_else(|_| String::new(), |name| name.owner.to_string())
}
