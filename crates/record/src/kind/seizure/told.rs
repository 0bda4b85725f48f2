//! A seizure in sentences, and two examples: the second has everything to tell.

use super::{
    Coded, Concealment, EventReference, Item, PersonFound, Place, Precision, Route, RoutePoint,
    Seizure, SourceRow, Statement, Total,
};
use crate::kind::message::Text;
use crate::kind::{Attachment, code_of};
use crate::selector::{Selector, SelectorKind};
use crate::sentence::Sentences;
use crate::{Digest, NodeCode};

/// A list has room for the first two.
const ITEMS_IN_GIST: usize = 2;

pub(super) fn tell(seizure: &Seizure, s: &mut Sentences) {
    let this = &seizure.statement;
    this.tell_event(s);
    for item in &this.items {
        item.tell(s);
    }
    this.concealment.tell(s);
    this.route.tell(s);
    s.identifiers("identifiers", &this.identifiers);
    if let Some(arrests) = this.arrests {
        s.say("arrests", &[("n", arrests.into())]);
    }
    seizure.persons.iter().for_each(|person| person.tell(s));
    this.tell_references(s);
    Attachment::tell_all(&seizure.photos, s);
    if let Some(text) = &seizure.free_text {
        s.text(text);
    }
}

/// What, where, when: `Heroin (181.2 kg), Bolívar (Colombia), 25 August 2026`.
pub(super) fn gist(seizure: &Seizure, s: &Sentences) -> String {
    let this = &seizure.statement;
    let items = this.items.iter().take(ITEMS_IN_GIST).map(|item| item.gist(s));
    let mut said: Vec<String> = items.collect();
    said.push(this.place.phrase(s));
    said.push(s.date(this.date));
    s.each_of(said)
}

impl Statement {
    fn tell_event(&self, s: &mut Sentences) {
        let place = self.place.phrase(s);
        let mut date = s.date(self.date);
        if self.date_precision != Precision::Exact {
            let precision = s.mid("precision", &code_of(&self.date_precision));
            date = s.phrase("of-kind", &[("what", date.into()), ("kind", precision.into())]);
        }
        match &self.total {
            Some(total) => {
                let until = s.date(total.until);
                let fillings =
                    [("from", date.into()), ("until", until.into()), ("place", place.into())];
                s.say("seizure-total", &fillings);
                if let Some(events) = total.events {
                    s.say("seizure-events", &[("n", events.into())]);
                }
            }
            None => s.say("seizure", &[("date", date.into()), ("place", place.into())]),
        }
        self.place.tell(s);
        s.detail("agency", self.agency.as_ref().map(|agency| s.free(agency)));
        let reporting = self.reporting_country.as_ref();
        s.detail("reporting-country", reporting.map(|code| s.country(code)));
    }

    fn tell_references(&self, s: &mut Sentences) {
        s.detail("offence", s.mid("offence", &self.offence));
        let laboratory = self.laboratory_reference.as_ref();
        s.detail("laboratory-reference", laboratory.map(|text| s.id(text)));
        let same = self.same_event_as.iter().map(|one| s.reference(one)).collect();
        s.details("same-event-as", same);
        if let Some(SourceRow { source, row, occurrence, .. }) = &self.source_row {
            let fillings = [
                ("source", s.free(source).into()),
                ("row", s.id(&row.to_string()).into()),
                ("n", (*occurrence).into()),
            ];
            s.say("source-row", &fillings);
        }
    }
}

impl Place {
    /// `Container terminal, Bolívar (Colombia)`.
    fn phrase(&self, s: &Sentences) -> String {
        let country = s.country(&self.country);
        let named = self.name.iter().chain(&self.division).map(|name| s.free(name));
        let named: Vec<String> = named.collect();
        if named.is_empty() {
            return country;
        }
        let named = s.each_of(named);
        s.phrase("of-kind", &[("what", named.into()), ("kind", country.into())])
    }

    fn tell(&self, s: &mut Sentences) {
        let kind = self.place_type.as_ref().map(|coded| s.mid_coded("place-type", coded));
        s.detail("place-type", kind);
        if self.precision != Precision::Exact {
            s.detail("precision", s.mid("precision", &code_of(&self.precision)));
        }
        s.detail("unlocode", self.unlocode.as_ref().map(|code| s.id(code)));
        s.detail("geohash", self.geohash.as_ref().map(|cell| s.id(cell)));
    }
}

impl RoutePoint {
    fn phrase(&self, s: &Sentences) -> String {
        let country = s.coded("country", &self.country);
        if self.known { country } else { s.phrase("suspected", &[("what", country.into())]) }
    }
}

impl Route {
    pub(crate) fn tell(&self, s: &mut Sentences) {
        s.detail("origin", self.origin.as_ref().map(|point| point.phrase(s)));
        s.detail("departure", self.departure.as_ref().map(|point| point.phrase(s)));
        let transit = self.transit.iter().map(|point| point.phrase(s)).collect();
        s.details("transit", transit);
        s.detail("destination", self.destination.as_ref().map(|point| point.phrase(s)));
        for (list, coded) in [
            ("direction", &self.direction),
            ("routing", &self.routing),
            ("transport", &self.transport),
            ("conveyance", &self.conveyance),
        ] {
            s.detail(list, coded.as_ref().map(|coded| s.mid_coded(list, coded)));
        }
    }
}

impl Concealment {
    fn tell(&self, s: &mut Sentences) {
        let method = self.method.as_ref().map(|coded| s.mid_coded("concealment", coded));
        s.detail("method", method);
        let place = self.hiding_place.as_ref().map(|coded| s.mid_coded("hiding-place", coded));
        s.detail("hiding-place", place);
        s.detail("concealment-text", self.text.as_ref().map(|text| s.free(text)));
        let detection = self.detection.as_ref();
        s.detail("detection", detection.map(|code| s.mid("detection-means", code)));
        s.detail("trigger", self.trigger.as_ref().map(|code| s.mid("trigger", code)));
    }
}

impl PersonFound {
    fn tell(&self, s: &mut Sentences) {
        let mut facts = vec![s.mid("subject-category", &self.category)];
        facts.extend(self.document.as_ref().map(|number| s.id(number)));
        facts.extend(self.record.as_ref().map(|record| s.reference(record)));
        let facts = s.each_of(facts);
        s.detail("person-found", facts);
    }
}

pub(super) fn examples() -> [Seizure; 2] {
    [example("COCTG", "CO", "cocaine"), rich(example("SNDKR", "SN", "cannabis-resin"))]
}

/// With everything that a seizure's record can say.
fn rich(mut seizure: Seizure) -> Seizure {
    let coded = |code: &str| Some(Coded::new(code));
    let point = |code: &str, known| RoutePoint { country: Coded::new(code), known };
    let reference = EventReference {
        owner: NodeCode::new("XB").expect("a valid code"),
        id: crate::kind::example_id(),
    };
    seizure.statement.place = Place {
        division: Some("Dakar".into()),
        geohash: Some("edk5w".into()),
        precision: Precision::Approximate,
        place_type: Some(Coded { code: "other".into(), raw: Some("Silo 7".into()) }),
        ..seizure.statement.place
    };
    seizure.statement = Statement {
        date_precision: Precision::Approximate,
        total: Some(Total {
            until: "2026-02-28".parse().expect("a date"),
            events: Some(3),
        }),
        reporting_country: Some("SN".into()),
        agency: Some("Douanes".into()),
        route: Route {
            origin: Some(point("CO", false)),
            departure: Some(point("BR", true)),
            transit: vec![point("CV", true), point("GM", false)],
            destination: Some(point("ES", false)),
            routing: coded("border-inbound"),
            transport: coded("commercial-sea"),
            conveyance: coded("container-ship"),
            direction: coded("transit"),
        },
        concealment: Concealment {
            method: coded("container-reefer-machinery"),
            hiding_place: coded("container"),
            text: Some("behind the cooling unit".into()),
            detection: Some("x-ray".into()),
            trigger: Some("risk-profile".into()),
        },
        items: vec![Item::example("cannabis-resin"), Item::rich_example()],
        identifiers: [(SelectorKind::Phone, "+576015550100")]
            .map(|(kind, text)| Selector::parse(kind, text).expect("a drama number"))
            .to_vec(),
        laboratory_reference: Some("LAB-2026/0141".into()),
        same_event_as: vec![reference.clone()],
        source_row: Some(SourceRow {
            source: "customs-2026".into(),
            row: Digest::of(&[b"an invented row"]),
            occurrence: 0,
            values: [("Drug".to_owned(), "Hashish".to_owned())].into(),
        }),
        ..seizure.statement
    };
    seizure.persons = vec![PersonFound {
        category: "suspect".into(),
        record: Some(reference),
        document: Some("UTO:L898902C3".into()),
    }];
    seizure.photos = vec![Attachment::example("The opened panel")];
    seizure.free_text = Some(Text {
        language: "fr".into(),
        text: "Les vis du panneau étaient neuves.".into(),
    });
    seizure
}

fn example(unlocode: &str, country: &str, drug: &str) -> Seizure {
    Seizure {
        statement: Statement {
            date: "2026-02-14".parse().expect("a date"),
            date_precision: Precision::Exact,
            total: None,
            place: Place {
                country: country.into(),
                division: None,
                name: Some("Container terminal".into()),
                unlocode: Some(unlocode.into()),
                geohash: None,
                precision: Precision::Exact,
                place_type: None,
            },
            reporting_country: None,
            agency: None,
            offence: "drug-smuggling".into(),
            route: Route {
                destination: Some(RoutePoint { country: Coded::new("ES"), known: false }),
                ..Route::default()
            },
            concealment: Concealment {
                text: Some("behind the cooling unit".into()),
                ..Concealment::default()
            },
            items: vec![Item::example(drug)],
            identifiers: Vec::new(),
            arrests: Some(2),
            laboratory_reference: None,
            same_event_as: Vec::new(),
            source_row: None,
        },
        persons: Vec::new(),
        photos: Vec::new(),
        free_text: None,
    }
}
