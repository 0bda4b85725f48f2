//! A method in sentences, and two examples.

use super::{ConcealmentMethod, Indicator, Statement, Technique};
use crate::decimal::Decimal;
use crate::kind::Attachment;
use crate::kind::message::Text;
use crate::kind::seizure::{Coded, Quantity, Route, RoutePoint};
use crate::sentence::Sentences;

impl Statement {
    pub(super) fn tell(&self, s: &mut Sentences) {
        let method = s.code("concealment", &self.method);
        let title = s.free(&self.title);
        s.say("titled", &[("what", method.into()), ("title", title.into())]);
        s.detail("conveyance", s.mid("conveyance", &self.conveyance));
        s.detail("offence", s.mid("offence", &self.offence));
        let substances = self.substances.iter().map(|code| s.mid("drug", code)).collect();
        s.details("substances", substances);
        s.detail("capacity", self.capacity.as_ref().map(|quantity| quantity.phrase(s)));
        self.routes.iter().for_each(|route| route.tell(s));
        s.detail("first-seen", self.first_seen.map(|date| s.date(date)));
        s.detail("last-seen", self.last_seen.map(|date| s.date(date)));
        s.detail("valid-until", self.valid_until.map(|date| s.date(date)));
    }
}

impl Technique {
    pub(super) fn tell(&self, s: &mut Sentences) {
        s.detail("location", self.location.as_ref().map(|location| s.quoted(location)));
        s.text(&self.text);
        for indicator in &self.indicators {
            let kind = s.mid("indicator-kind", &indicator.kind);
            let text = s.quoted(&indicator.text);
            s.say("indicator", &[("kind", kind.into()), ("text", text.into())]);
        }
        for (field, list, codes) in [
            ("detection-worked", "detection-means", &self.detection_worked),
            ("detection-failed", "detection-means", &self.detection_failed),
            ("risks", "officer-risk", &self.risks),
        ] {
            let labels = codes.iter().map(|code| s.mid(list, code)).collect();
            s.details(field, labels);
        }
    }
}

pub(super) fn examples() -> [ConcealmentMethod; 2] {
    let text = |language: &str, text: &str| Text { language: language.into(), text: text.into() };
    let plain = ConcealmentMethod {
        statement: Statement {
            title: "Behind the cooling unit of a reefer container".into(),
            method: "container-reefer-machinery".into(),
            conveyance: "container-ship".into(),
            offence: "drug-smuggling".into(),
            substances: Vec::new(),
            capacity: None,
            routes: Vec::new(),
            first_seen: None,
            last_seen: None,
            valid_until: None,
        },
        technique: Technique {
            location: None,
            text: text("en", "The panel is taken off, the space filled, the panel put back."),
            indicators: Vec::new(),
            detection_worked: Vec::new(),
            detection_failed: Vec::new(),
            risks: Vec::new(),
        },
        pictures: Vec::new(),
    };
    [plain.clone(), rich(plain)]
}

fn rich(plain: ConcealmentMethod) -> ConcealmentMethod {
    let point = |code: &str, known| RoutePoint { country: Coded::new(code), known };
    let route = Route {
        origin: Some(point("CO", true)),
        departure: Some(point("BR", true)),
        transit: vec![point("CV", false)],
        destination: Some(point("ES", false)),
        routing: Some(Coded::new("border-inbound")),
        transport: Some(Coded::new("commercial-sea")),
        conveyance: Some(Coded { code: "other".into(), raw: Some("Reefer vessel".into()) }),
        direction: Some(Coded::new("import")),
    };
    let date = |text: &str| Some(text.parse().expect("a date"));
    let indicator =
        |kind: &str, text: &str| Indicator { kind: kind.into(), text: text.into() };
    let number = Decimal::parse("180").expect("a number");
    let statement = Statement {
        substances: vec!["cocaine".into(), "heroin".into()],
        capacity: Some(Quantity {
            uncertainty: Decimal::parse("20").ok(),
            gross: true,
            ..Quantity::new(number, Coded::new("kilogram"))
        }),
        routes: vec![route],
        first_seen: date("2024-09-02"),
        last_seen: date("2026-02-14"),
        valid_until: date("2027-12-31"),
        ..plain.statement
    };
    let technique = Technique {
        location: Some("between the evaporator and the rear wall".into()),
        indicators: vec![
            indicator("visual", "Screws of the panel are new while the frame is worn."),
            indicator("behaviour-of-goods", "The unit cools less than its display says."),
        ],
        detection_worked: vec!["endoscope".into(), "detector-dog".into()],
        detection_failed: vec!["x-ray".into()],
        risks: vec!["pressure-or-gas".into(), "electric-shock".into()],
        ..plain.technique
    };
    let pictures = vec![Attachment::example("The rear wall without its panel")];
    ConcealmentMethod { statement, technique, pictures }
}
