//! How much a question and an entry have in common, by which reasons. The same question, entry and
//! scorer give the same bits on every machine.

use screen::name::Words;
use screen::score::addend::Addend;
use screen::score::scorer::{self, Scorer, SeenNames};
use screen::subject::Subject;
use serde::{Deserialize, Serialize};

use super::question::{Number, Question};
use crate::list::Entity;

/// What identifiers are worth: the same one says it, one that looks alike leaves it even.
const IDENTIFIER: &str = "identifier/1";
const SAME: f32 = 1.0;
const ALIKE: f32 = 0.5;
/// Names that are less likely the same are no hit.
pub const THRESHOLD: f64 = 0.5;

/// One reason, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// What was compared, and how it came out.
    pub reason: String,
    pub asked: String,
    pub listed: String,
    /// The bits of what it adds to the log-odds; none of an identifier.
    pub adds: Option<u32>,
}

/// What came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    pub scorer: String,
    pub score: f32,
    /// Identifiers that are the same, or look alike.
    pub numbers: Vec<Number>,
    /// Of names and what else is known.
    pub addends: Vec<Addend>,
}

impl Scored {
    pub fn factors(&self) -> Vec<Factor> {
        let numbers = self.numbers.iter().map(|number| Factor {
            reason: format!(
                "Identifier({}, {})",
                number.kind,
                if number.alike { "LookAlike" } else { "Same" }
            ),
            asked: number.value.clone(),
            listed: number.token.clone(),
            adds: None,
        });
        let addends = self.addends.iter().map(|addend| Factor {
            reason: format!("{:?}", addend.reason),
            asked: addend.left.clone(),
            listed: addend.right.clone(),
            adds: Some(addend.adds.to_bits()),
        });
        numbers.chain(addends).collect()
    }

    pub fn factors_text(&self) -> String {
        serde_json::to_string(&self.factors()).expect("factors are JSON")
    }
}

/// Factors without the values that were compared: their source is gone.
pub fn without_values(factors: &str) -> String {
    let mut kept: Vec<Factor> = serde_json::from_str(factors).unwrap_or_default();
    for factor in &mut kept {
        factor.asked.clear();
        factor.listed.clear();
    }
    serde_json::to_string(&kept).expect("factors are JSON")
}

/// Compares by the newest scorer.
pub fn score(question: &Question, entity: &Entity) -> Scored {
    Comparing::of(question, scorer::newest(), &mut Words::default()).score(entity)
}

/// Compares again, as a hit was; none where its scorer is not known here.
pub fn again(question: &Question, entity: &Entity, scorer: &str) -> Option<Scored> {
    let name = scorer.strip_prefix(IDENTIFIER).map_or(scorer, |rest| rest.trim_start());
    let known = if name.is_empty() { Some(scorer::newest()) } else { scorer::by_id(name) };
    let mut words = Words::default();
    known.map(|known| Comparing::of(question, known, &mut words).score(entity))
}

/// One question under way through many entries: read once, and what was compared with one entry is
/// known for the next. The same comes out as for each entry by itself.
pub struct Comparing<'a> {
    question: &'a Question,
    scorer: &'static Scorer,
    subject: Subject,
    seen: SeenNames,
    words: &'a mut Words,
}

impl<'a> Comparing<'a> {
    /// With the newest scorer.
    pub fn new(question: &'a Question, words: &'a mut Words) -> Self {
        Self::of(question, scorer::newest(), words)
    }

    fn of(question: &'a Question, scorer: &'static Scorer, words: &'a mut Words) -> Self {
        let subject = match question.names.is_empty() {
            true => Subject::default(),
            false => question.subject(words),
        };
        Self { question, scorer, subject, seen: SeenNames::default(), words }
    }

    pub fn score(&mut self, entity: &Entity) -> Scored {
        let numbers = self.numbers(entity);
        let (mut score, mut addends) = (0.0_f32, Vec::new());
        let mut used: Vec<&str> = Vec::new();
        if !numbers.is_empty() {
            used.push(IDENTIFIER);
            score = if numbers.iter().any(|number| !number.alike) { SAME } else { ALIKE };
        }
        if !self.question.names.is_empty() && !entity.names.is_empty() {
            used.push(self.scorer.id);
            let entity = entity.subject(self.words);
            let (names, reasons) = self.scorer.explain_seen(&self.subject, &entity, &mut self.seen);
            score = score.max(names);
            addends = reasons;
        }
        Scored { scorer: used.join(" "), score, numbers, addends }
    }

    /// Numbers asked for under which the entry is looked up.
    fn numbers(&self, entity: &Entity) -> Vec<Number> {
        if self.question.numbers.is_empty() {
            return Vec::new();
        }
        let tokens = entity.tokens();
        let asked = self.question.numbers.iter();
        let mut numbers: Vec<Number> =
            asked.filter(|number| tokens.contains(&number.token)).cloned().collect();
        // What is the same looks alike, too: that need not be said.
        if numbers.iter().any(|number| !number.alike) {
            numbers.retain(|number| !number.alike);
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::Typed;
    use crate::list::Sort;

    fn asked(text: &str) -> Question {
        Question::read(&Typed { text: text.into(), ..Typed::default() }, 2026).unwrap()
    }

    fn listed() -> Entity {
        let mut entity = Entity::new("7", Sort::Person);
        entity.name("QUENNEVIS, Arlo");
        entity.birth("1961-05-27");
        entity.document("AX123456", "Colombia");
        entity
    }

    #[test]
    fn a_number_and_a_name_are_told_with_their_reasons() {
        let scored = score(&asked("AX 123456"), &listed());
        assert_eq!((scored.score, scored.scorer.as_str()), (1.0, "identifier/1"));
        let scored = score(&asked("Arlo Quennevis 1961-05-27"), &listed());
        assert!(scored.score > 0.9 && !scored.addends.is_empty(), "{scored:?}");
        assert_eq!(scored.scorer, "name/1");
        let scored = score(&asked("Beltran Oquendo"), &listed());
        assert!(f64::from(scored.score) < THRESHOLD);
    }

    #[test]
    fn a_look_alike_is_even_odds_and_said_to_be_one() {
        let scored = score(&asked("AX12345G"), &listed());
        assert_eq!(scored.score, ALIKE);
        assert!(scored.numbers.iter().all(|number| number.alike));
    }

    #[test]
    fn the_same_comes_out_bit_for_bit() {
        for text in ["Arlo Quennevis 1961-05-27", "AX123456", "QUENEVIS Arlo"] {
            let (question, entity) = (asked(text), listed());
            let first = score(&question, &entity);
            let question = Question::from_bytes(&question.to_bytes()).unwrap();
            let entity = Entity::from_bytes(&entity.to_bytes()).unwrap();
            let second = again(&question, &entity, &first.scorer).unwrap();
            assert_eq!(second.score.to_bits(), first.score.to_bits());
            assert_eq!(second.factors_text(), first.factors_text());
        }
        assert!(again(&asked("AX123456"), &listed(), "name/999").is_none());
    }

    /// What is remembered from one entry to the next changes nothing.
    #[test]
    fn in_company_the_same_comes_out_as_alone() {
        let names = ["Arlo Quennevis", "QUENEVIS Arlo", "Beltran Arlo Oquendo", "Arlo", "Quennevi"];
        let entities = names.map(|name| {
            let mut entity = listed();
            entity.names.push(name.to_owned());
            entity.births.push("1961".to_owned());
            entity
        });
        let mut words = Words::default();
        for text in ["Arlo Quennevis 1961-05-27", "AX123456", "QUENEVIS Arlo", "Oquendo, Beltrán"]
        {
            let question = asked(text);
            let mut comparing = Comparing::new(&question, &mut words);
            for entity in &entities {
                let (together, alone) = (comparing.score(entity), score(&question, entity));
                assert_eq!(together.score.to_bits(), alone.score.to_bits(), "{text}");
                assert_eq!(together.factors_text(), alone.factors_text(), "{text}");
            }
        }
    }
}
