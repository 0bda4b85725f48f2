//! A person in sentences, and an example that has everything to tell.

use super::{BirthDate, Identity, NameKind, Person, PersonName, Statement, Warning};
use crate::kind::message::Text;
use crate::kind::{Attachment, code_of};
use crate::sentence::Sentences;

impl Identity {
    pub(super) fn tell_names(&self, category: &str, s: &mut Sentences) {
        for (at, name) in self.names.iter().enumerate() {
            let mut text = s.free(&name.text());
            if let Some(romanised) = &name.transliteration {
                let romanised = s.free(romanised);
                text = s.phrase("romanised", &[("name", text.into()), ("as", romanised.into())]);
            }
            let kind = s.mid("name-kind", &code_of(&name.kind));
            let text = s.phrase("of-kind", &[("what", text.into()), ("kind", kind.into())]);
            if at == 0 {
                let category = s.code("subject-category", category);
                s.say("titled-plain", &[("what", category.into()), ("title", text.into())]);
            } else {
                s.detail("other-name", text);
            }
        }
    }

    pub(super) fn tell_rest(&self, s: &mut Sentences) {
        if let Some(birth) = &self.birth_date {
            let date = s.partial(birth.year, birth.month, birth.day);
            s.detail("birth-date", date);
        }
        s.detail("birth-place", self.birth_place.as_ref().map(|place| s.free(place)));
        s.detail("sex", self.sex.map(|sex| s.mid("sex", &sex.to_string())));
        let countries = self.nationalities.iter().map(|code| s.country(code)).collect();
        s.details("nationalities", countries);
        for document in &self.documents {
            let kind = s.code("document-type", &document.document_type);
            let fillings = [("type", kind.into()), ("number", s.id(&document.number).into())];
            s.say("document", &fillings);
            s.detail("expires", document.expires.map(|date| s.date(date)));
        }
        s.details("phones", s.ids(&self.phones));
        s.details("emails", s.ids(&self.emails));
        let seen = self.descriptors.iter().map(|code| s.mid("descriptor", code)).collect();
        s.details("descriptors", seen);
        Attachment::tell_all(&self.photos, s);
    }
}

impl Statement {
    pub(super) fn tell(&self, s: &mut Sentences) {
        if self.minor {
            s.say("minor", &[]);
        }
        s.detail("offence", s.mid("offence", &self.offence));
        let action = self.action_wanted.as_ref();
        s.detail("action-wanted", action.map(|code| s.mid("action-wanted", code)));
        for warning in &self.warnings {
            let fillings = [
                ("warning", s.mid("warning", &warning.code).into()),
                ("seen", s.date(warning.seen).into()),
                ("expires", s.date(warning.expires).into()),
            ];
            s.say("warning", &fillings);
        }
        if let Some(text) = &self.text {
            s.text(text);
        }
    }
}

/// With everything that a person's record can say.
pub(super) fn rich(mut person: Person) -> Person {
    let Identity { names, documents, .. } = &mut person.identity;
    names[0].transliteration = Some("Salma Mithal".into());
    names.push(PersonName {
        kind: NameKind::WeakAlias,
        given: Vec::new(),
        family: Vec::new(),
        full: Some("La Muestra".into()),
        script: None,
        transliteration: None,
    });
    documents[0].expires = Some("2031-05-04".parse().expect("a date"));
    person.identity = Identity {
        birth_date: Some(BirthDate { year: 2009, month: Some(3), day: Some(17) }),
        birth_place: Some("Puerto Ejemplo".into()),
        emails: vec!["salma@example.org".into()],
        descriptors: vec!["height-tall".into(), "tattoo".into()],
        photos: vec![Attachment::example("Portrait, front")],
        ..person.identity
    };
    person.statement = Statement {
        minor: true,
        action_wanted: Some("contact-owner".into()),
        warnings: vec![Warning {
            code: "armed".into(),
            seen: "2026-02-01".parse().expect("a date"),
            expires: "2026-04-01".parse().expect("a date"),
        }],
        text: Some(Text {
            language: "ar".into(),
            text: "تُسمع بحضور وليّ أمرها.".into(),
        }),
        ..person.statement
    };
    person
}
