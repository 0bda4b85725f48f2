//! The deadline in words: which rule was applied, and what came of it, in four languages.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::clocks::{Clocks, Source};
use super::standing::{Request, Standing, State};
use super::term::{Count, Term, Unit};
use crate::codelist::{self, Labels, Language};
use crate::{NodeCode, Timestamp};

const FILE: &str = include_str!("../../data/deadline/sentence.toml");

#[derive(Deserialize)]
#[serde(untagged)]
enum Pattern {
    One(String),
    Counted { one: String, more: String },
}

type Patterns = BTreeMap<String, Pattern>;

fn patterns(language: Language) -> &'static Patterns {
    static FILES: OnceLock<BTreeMap<String, Patterns>> = OnceLock::new();
    let all = FILES.get_or_init(|| toml::from_str(FILE).expect("a test reads the file"));
    let key = match language {
        Language::Arabic => "ar",
        Language::English => "en",
        Language::French => "fr",
        Language::Spanish => "es",
    };
    &all[key]
}

/// Fills a sentence; `{n}` chooses between one and more.
fn fill(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let mut text = match &patterns(language)[key] {
        Pattern::One(text) => text.clone(),
        Pattern::Counted { one, more } => {
            let single = values.contains(&("n", "1"));
            if single { one.clone() } else { more.clone() }
        }
    };
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

fn amount(language: Language, term: Term) -> String {
    let key = match (term.unit, term.count) {
        (Unit::Hours, Count::Every) => "hours",
        (Unit::Hours, Count::Working) => "working-hours",
        (Unit::Days, Count::Every) => "days",
        (Unit::Days, Count::Working) => "working-days",
    };
    fill(language, key, &[("n", &term.amount.to_string())])
}

/// What a reader is told about a request's clock: the term and where it comes from, when it began,
/// what else was counted, and where the request stands. Moments are those of the asked member.
pub fn explain(
    clocks: &Clocks,
    asked: &NodeCode,
    applied: (Term, &Source),
    request: &Request,
    standing: &Standing,
) -> Labels {
    let say = |language| Telling { clocks, asked, language }.all(applied, request, standing);
    Labels {
        ar: say(Language::Arabic),
        en: say(Language::English),
        fr: say(Language::French),
        es: say(Language::Spanish),
    }
}

struct Telling<'a> {
    clocks: &'a Clocks,
    asked: &'a NodeCode,
    language: Language,
}

impl Telling<'_> {
    fn all(
        &self,
        (term, source): (Term, &Source),
        request: &Request,
        standing: &Standing,
    ) -> String {
        let member = self.asked.as_str();
        let amount = amount(self.language, term);
        let told = [("member", member), ("amount", &amount), ("source", source.get(self.language))];
        let mut said = vec![self.fill("term", &told)];
        match request.received {
            Some(at) => {
                let zone = self.clocks.calendar(self.asked).zone_name();
                said.push(self.fill("received", &[("received", &self.moment(at)), ("zone", zone)]));
            }
            None if standing.state.is_open() => said.push(self.fill("not-received", &[])),
            None => {}
        }
        if !self.clocks.knows(self.asked) {
            said.push(self.fill("no-calendar", &[("member", member)]));
        }
        if standing.by_hand {
            said.push(self.fill("by-hand", &[]));
        }
        let stood = standing.pauses.iter().filter(|pause| pause.until.is_some()).count();
        if stood > 0 {
            said.push(self.fill("stood", &[("n", &stood.to_string())]));
        }
        said.extend(self.state(standing));
        said.join(" ")
    }

    fn state(&self, standing: &Standing) -> Option<String> {
        let moment = |at: Option<Timestamp>| at.map_or(String::new(), |at| self.moment(at));
        let since = standing.pauses.last().map(|pause| pause.from);
        let reason = standing.paused_for.as_deref().unwrap_or_default();
        let values = [
            ("due", moment(standing.due)),
            ("settled", moment(standing.settled)),
            ("since", moment(since)),
            ("reason", codelist::label("pause-reason", reason, self.language)),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let key = match (standing.state, standing.late) {
            (State::NotReceived, _) => return None,
            (State::Answered, true) => "answered-late",
            (State::Refused, true) => "refused-late",
            (state, _) => state.code(),
        };
        Some(self.fill(key, &values))
    }

    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.language, key, values)
    }

    /// `2026-03-06 17:30`, on the wall of the asked member.
    fn moment(&self, at: Timestamp) -> String {
        let local = self.clocks.calendar(self.asked).local(at);
        format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::{Reply, Running};
    use crate::kind::message::MessageType;

    const TUNIS: &str = "[[member]]\ncode = \"TN\"\nzone = \"Africa/Tunis\"";

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    const JUDGE: &str = "judicial-authorisation";

    fn told(replies: &[Reply], now: &str, language: Language) -> String {
        let (clocks, asked) = (Clocks::parse(TUNIS).unwrap(), NodeCode::new("TN").unwrap());
        let terms = clocks.terms(&NodeCode::new("CO").unwrap(), &asked);
        let request =
            Request { received: Some(at("2026-03-06T16:30:00Z")), deadline: None, questions: 0 };
        let clock = Running { term: terms.urgent, calendar: clocks.calendar(&asked) };
        let standing = request.standing(clock, replies, at(now));
        let applied = (terms.urgent, &terms.source);
        explain(&clocks, &asked, applied, &request, &standing).get(language).to_owned()
    }

    fn reply(moment: &str, message_type: MessageType, pause: Option<&str>) -> Reply {
        let pause = pause.map(str::to_owned);
        Reply { at: at(moment), by_asked: true, message_type, pause, concerns: Vec::new() }
    }

    fn check(told: &str, expect: &str) {
        assert_eq!(told, expect);
    }

    #[test]
    fn a_running_clock_is_told_with_its_rule() {
        check(
            &told(&[], "2026-03-07T00:00:00Z", Language::English),
            "TN has 3 calendar days from the receipt of the request (Directive (EU) 2023/977, \
             article 5(1)). It was received on 2026-03-06 17:30 (Africa/Tunis). An answer is due \
             by 2026-03-10 23:59.",
        );
        check(
            &told(&[], "2026-03-07T00:00:00Z", Language::Arabic),
            "مهلة TN للردّ: 3 من الأيام التقويمية من وقت تسلّم الطلب (التوجيه (الاتحاد الأوروبي) \
             2023/977، المادة 5(1)). جرى تسلّم الطلب في 2026-03-06 17:30 (Africa/Tunis). \
             موعد الردّ الأقصى: 2026-03-10 23:59.",
        );
    }

    #[test]
    fn an_overdue_request_is_told() {
        check(
            &told(&[], "2026-03-20T00:00:00Z", Language::French),
            "TN dispose de 3 jours civils à compter de la réception de la demande (directive (UE) \
             2023/977, article 5, paragraphe 1). La demande a été reçue le 2026-03-06 17:30 \
             (Africa/Tunis). La réponse était attendue au plus tard le 2026-03-10 23:59 ; elle est \
             en retard.",
        );
    }

    #[test]
    fn a_pause_is_told_with_its_reason() {
        let replies = [reply("2026-03-07T09:00:00Z", MessageType::Clarification, Some(JUDGE))];
        check(
            &told(&replies, "2026-03-20T00:00:00Z", Language::Spanish),
            "TN dispone de 3 días naturales desde la recepción de la solicitud (Directiva (UE) \
             2023/977, artículo 5, apartado 1). La solicitud se recibió el 2026-03-06 17:30 \
             (Africa/Tunis). El plazo está suspendido desde el 2026-03-07 10:00: Se espera una \
             autorización judicial.",
        );
    }

    #[test]
    fn a_late_answer_is_told() {
        let replies = [
            reply("2026-03-07T09:00:00Z", MessageType::Clarification, Some(JUDGE)),
            reply("2026-03-09T09:00:00Z", MessageType::PartialAnswer, None),
            reply("2026-03-20T09:00:00Z", MessageType::Answer, None),
        ];
        check(
            &told(&replies, "2026-04-01T00:00:00Z", Language::English),
            "TN has 3 calendar days from the receipt of the request (Directive (EU) 2023/977, \
             article 5(1)). It was received on 2026-03-06 17:30 (Africa/Tunis). The clock \
             stood once; that time does not count. It was answered on 2026-03-20 10:00; it was due \
             by 2026-03-12 23:59.",
        );
    }

    #[test]
    fn every_language_has_the_same_sentences_and_the_same_gaps() {
        let gaps = |pattern: &Pattern| {
            let text = match pattern {
                Pattern::One(text) => text,
                Pattern::Counted { more, .. } => more,
            };
            let mut gaps: Vec<String> =
                text.split('{').skip(1).filter_map(|s| Some(s.split_once('}')?.0.into())).collect();
            gaps.sort();
            gaps
        };
        let shape = |language| -> Vec<(String, Vec<String>)> {
            patterns(language).iter().map(|(key, one)| (key.clone(), gaps(one))).collect()
        };
        for language in Language::ALL {
            assert_eq!(shape(language), shape(Language::English), "{language:?}");
        }
    }
}
