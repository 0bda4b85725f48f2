//! A whole record: who says it, what it says, what it is linked with, and under which conditions.

use serde_json::Value;

use super::{Sentences, uncapitalised};
use crate::kind::code_of;
use crate::parts::Link;
use crate::{Body, Evaluation, Handling, Header, NodeCode, Onward};

/// A record as a reader sees it, in these sentences' language: the body as far as it is not
/// withheld.
pub fn of(mut sentences: Sentences, header: &Header, body: &Value, links: &[Link]) -> Vec<String> {
    sentences.header(header);
    sentences.body(header, body);
    links.iter().for_each(|link| sentences.link(link));
    sentences.conditions(header);
    sentences.finish()
}

/// What a body says, without who says it and under which conditions.
pub fn content(mut sentences: Sentences, header: &Header, body: &Value) -> Vec<String> {
    sentences.body(header, body);
    sentences.finish()
}

/// Who passed a record on to the reader's node; nothing where its owner alone sent it.
pub fn passed_on(mut sentences: Sentences, by: &[NodeCode]) -> Vec<String> {
    if !by.is_empty() {
        let by = sentences.all_of(by.iter().map(|node| sentences.node(node)).collect());
        sentences.say("passed-on-by", &[("by", by.into())]);
    }
    sentences.finish()
}

impl Sentences {
    fn body(&mut self, header: &Header, body: &Value) {
        match Body::from_json(header.kind, body.clone()) {
            Ok(body) => body.tell(self),
            Err(_) => self.say("withheld", &[]),
        }
    }

    fn header(&mut self, header: &Header) {
        let kind = self.words.word(&format!("kind-{}", header.kind.code()));
        let (owner, unit) = (self.node(&header.owner), self.id(header.unit.as_str()));
        let fillings = [
            ("kind", kind.into()),
            ("owner", owner.into()),
            ("unit", unit.into()),
            ("revision", header.revision.into()),
            ("date", self.moment(header.created).into()),
        ];
        self.say("record-head", &fillings);
    }

    fn link(&mut self, link: &Link) {
        let role = self.code("link-role", &link.role);
        let record = self.id(&format!("{}/{}", link.owner, link.id));
        let key = if link.confirmed { "link-confirmed" } else { "link-unconfirmed" };
        self.say(key, &[("role", role.into()), ("record", record.into())]);
        if let Some(evaluation) = &link.evaluation {
            self.evaluation(evaluation);
        }
    }

    fn conditions(&mut self, header: &Header) {
        if let Some(evaluation) = &header.evaluation {
            self.evaluation(evaluation);
        }
        self.handling(&header.handling);
        let purposes = header.purposes.iter();
        let purposes = purposes.map(|purpose| self.mid("purpose", purpose.code())).collect();
        let purposes = self.all_of(purposes);
        self.say("purposes", &[("purposes", purposes.into())]);
        let fillings = [
            ("review", self.date(header.review).into()),
            ("expiry", self.date(header.expiry).into()),
        ];
        self.say("retention", &fillings);
    }

    fn evaluation(&mut self, evaluation: &Evaluation) {
        let (source, information) = (evaluation.source.code(), evaluation.information.code());
        let nature = code_of(&evaluation.nature);
        let fillings = [
            ("grade", self.id(&format!("{source}{information}")).into()),
            ("source", self.mid("source-reliability", source).into()),
            ("information", self.mid("information-credibility", information).into()),
            ("nature", self.mid("nature", &nature).into()),
        ];
        self.say("evaluation", &fillings);
    }

    fn handling(&mut self, handling: &Handling) {
        let level = self.mid("level", &code_of(&handling.level));
        self.say("level", &[("level", level.into())]);
        for code in &handling.codes {
            let code = code_of(code);
            let label = uncapitalised(self.code("handling-code", &code));
            self.say("handling", &[("code", self.id(&code).into()), ("label", label.into())]);
        }
        if let Some(conditions) = &handling.conditions {
            self.say("conditions", &[("text", self.free(conditions).into())]);
        }
        match &handling.onward_transfer {
            Some(Onward::Members(members)) => {
                let members = self.all_of(members.iter().map(|node| self.node(node)).collect());
                self.say("onward-members", &[("members", members.into())]);
            }
            Some(Onward::Region(region)) => {
                self.say("onward-region", &[("region", self.free(region).into())]);
            }
            Some(Onward::Network) => self.say("onward-network", &[]),
            None => {}
        }
        for (list, mark) in [("tlp", &handling.tlp), ("pap", &handling.pap)] {
            if let Some(mark) = mark {
                let code = mark.rsplit(':').next().unwrap_or(mark).to_lowercase();
                let label = self.code(list, &code.replace('+', "-"));
                self.say("marking", &[("label", label.into())]);
            }
        }
    }
}
