//! Invented organisations, conveyances, post, online identities, methods, cases, and what is said
//! about records: the kinds beside messages, seizures, persons, documents and notices.

use record::decimal::Decimal;
use record::kind::case::{self, Case, Partner};
use record::kind::concealment_method::{self, ConcealmentMethod, Indicator, Technique};
use record::kind::message::Text;
use record::kind::online_identity::{self, OnlineIdentity};
use record::kind::organisation::{self, Organisation, OrganisationName};
use record::kind::person::SubjectCategory;
use record::kind::same_as::{self, Reason, SameAs, SameAsState};
use record::kind::seizure::EventReference;
use record::kind::standing_question::{self, StandingQuestion};
use record::kind::thing::Statement;
use record::kind::{
    Aircraft, Consent, Container, List, PostalItem, Vehicle, Vessel, aircraft, consent, container,
    list, postal_item, vehicle, vessel,
};
use record::selector::{Selector, SelectorKind};
use record::{Body, Digest, NodeCode, Purpose, RecordId, Timestamp};

use super::{Dice, FAMILY, GIVEN, day};

/// Capitals that no plate, mark or number of these would really carry together.
const LETTERS: [&str; 6] = ["QXZ", "XQX", "ZXQ", "QQX", "XZQ", "ZQZ"];

/// The number whose last place passes the standard's check.
fn checked(kind: SelectorKind, of: impl Fn(u32) -> String) -> String {
    let fits = |text: &String| Selector::parse(kind, text).is_ok();
    // Check digits run from 0 to 9; one of ten fits, or the form is wrong and the draft is refused.
    (0..10).map(&of).find(fits).unwrap_or_else(|| of(0))
}

fn container_number(dice: &mut Dice) -> String {
    let serial = dice.below(1_000_000);
    checked(SelectorKind::Container, |digit| format!("XEXU{serial:06}{digit}"))
}

fn text(language: &str, text: &str) -> Text {
    Text { language: language.into(), text: text.into() }
}

/// Why an invented thing is in a record.
fn used(dice: &mut Dice) -> Statement {
    let status = *dice.pick(&["sought", "stolen", "cloned", "under-watch", "seized"]);
    Statement {
        status: Some(status.into()),
        since: Some(day(dice)),
        offence: Some("drug-smuggling".into()),
        action_wanted: Some("specific-check".into()),
        history: Vec::new(),
        text: None,
    }
}

fn reference(dice: &mut Dice, owner: &str) -> EventReference {
    let entropy = [(); 10].map(|()| dice.below(256) as u8);
    let owner = NodeCode::new(owner).expect("a country of the demo");
    EventReference { owner, id: RecordId::new(Timestamp(1_767_225_600_000), entropy) }
}

pub fn organisation(dice: &mut Dice, country: &str) -> Body {
    let full = format!("{} Trading (exercise)", dice.pick(&FAMILY));
    let name = OrganisationName { kind: "registered".into(), full, transliteration: None };
    let kinds = ["trading-company", "freight-forwarder", "shell-company", "customs-broker"];
    let identity = organisation::Identity {
        names: vec![name],
        organisation_type: (*dice.pick(&kinds)).into(),
        country: Some(country.into()),
        registration_number: Some(format!("EX-{:06}", dice.below(1_000_000))),
        lei: None,
        address: None,
        phones: Vec::new(),
        emails: vec![format!("desk{}@example.org", dice.below(1_000))],
        domains: vec!["example.org".into()],
        ibans: Vec::new(),
        wallets: Vec::new(),
    };
    let statement = organisation::Statement {
        offence: "drug-money-laundering".into(),
        status: Some("active".into()),
        since: None,
        action_wanted: Some("obtain-information".into()),
        history: Vec::new(),
        text: None,
    };
    Body::Organisation(Box::new(Organisation { identity, statement }))
}

pub fn vehicle(dice: &mut Dice, country: &str) -> Body {
    let plate = format!("{country}:{}{:03}", dice.pick(&LETTERS), dice.below(1_000));
    let kind = *dice.pick(&["car", "van", "lorry", "articulated-lorry"]);
    let identity = vehicle::Identity {
        plates: vec![plate],
        vin: None,
        vehicle_type: kind.into(),
        make: Some("Ejemplar".into()),
        model: None,
        year: Some(2000 + dice.below(26) as i16),
        colour: Some((*dice.pick(&["white", "black", "grey", "red"])).into()),
        engine_number: None,
        photos: Vec::new(),
    };
    Body::Vehicle(Box::new(Vehicle { identity, statement: used(dice) }))
}

pub fn vessel(dice: &mut Dice, country: &str) -> Body {
    let serial = 100_000 + dice.below(900_000);
    let kind = *dice.pick(&["container-ship", "fishing-vessel", "sailing-yacht", "speedboat"]);
    let identity = vessel::Identity {
        name: Some(format!("Exercise {}", dice.pick(&GIVEN))),
        former_names: Vec::new(),
        vessel_type: kind.into(),
        imo: Some(checked(SelectorKind::Imo, |digit| format!("{serial:06}{digit}"))),
        mmsi: None,
        call_sign: None,
        flag: Some(country.into()),
        home_port: None,
        length_m: None,
        gross_tonnage: None,
        year: None,
        colour: None,
        photos: Vec::new(),
    };
    Body::Vessel(Box::new(Vessel { identity, statement: used(dice) }))
}

pub fn aircraft(dice: &mut Dice) -> Body {
    let identity = aircraft::Identity {
        registration: format!("HK-{}", 1_000 + dice.below(9_000)),
        aircraft_type: (*dice.pick(&["private-aircraft", "helicopter", "cargo-aircraft"])).into(),
        model: None,
        serial_number: None,
        operator: Some("Aerolínea de Muestra".into()),
        flight_numbers: Vec::new(),
        home_airport: None,
        colour: Some("white".into()),
        photos: Vec::new(),
    };
    Body::Aircraft(Box::new(Aircraft { identity, statement: used(dice) }))
}

pub fn container(dice: &mut Dice) -> Body {
    let goods = *dice.pick(&["Frozen fruit pulp", "Scrap metal", "Coffee", "Tiles"]);
    let identity = container::Identity {
        number: container_number(dice),
        size_type: Some((*dice.pick(&["45R1", "22G1", "42G1"])).into()),
        seals: vec![format!("EX{:07}", dice.below(10_000_000))],
        bills_of_lading: Vec::new(),
        goods: Some(goods.into()),
        gross_mass_kg: None,
        carrier: Some("Línea de Ejemplo".into()),
        loaded_at: Some("COBUN".into()),
        discharged_at: Some("ESALG".into()),
        photos: Vec::new(),
    };
    Body::Container(Box::new(Container { identity, statement: used(dice) }))
}

pub fn postal_item(dice: &mut Dice, country: &str) -> Body {
    let serial = dice.below(100_000_000);
    let number = |digit| format!("RX{serial:08}{digit}{country}");
    let identity = postal_item::Identity {
        number: checked(SelectorKind::PostalItem, number),
        air_waybill: None,
        origin: Some(country.into()),
        destination: Some((*dice.pick(&["CO", "SN", "ES"])).into()),
        posted: Some(day(dice)),
        goods: Some("Toys".into()),
        mass_g: Decimal::parse(&(100 + dice.below(4_000)).to_string()).ok(),
        photos: Vec::new(),
    };
    Body::PostalItem(Box::new(PostalItem { identity, statement: used(dice) }))
}

pub fn online_identity(dice: &mut Dice) -> Body {
    let identity = online_identity::Identity {
        handle: format!("telegram:exercise_{}", dice.below(1_000_000)),
        online_type: (*dice.pick(&["channel", "market-vendor", "shop"])).into(),
        display_names: vec![format!("{} (exercise)", dice.pick(&GIVEN))],
        domains: Vec::new(),
        ip_addresses: vec![format!("2001:db8::{:x}", 1 + dice.below(65_000))],
        phones: Vec::new(),
        emails: Vec::new(),
        wallets: Vec::new(),
        photos: Vec::new(),
    };
    let statement = online_identity::Statement {
        offence: "drug-trafficking".into(),
        status: Some("active".into()),
        first_seen: Some(day(dice)),
        last_seen: None,
        substances: vec![(*dice.pick(&["mdma", "ketamine", "cocaine"])).into()],
        action_wanted: Some("observe".into()),
        text: None,
    };
    Body::OnlineIdentity(Box::new(OnlineIdentity { identity, statement }))
}

/// A method of the taxonomy, what carries it, and what gives it away.
const METHODS: [(&str, &str, &str); 4] = [
    ("container-reefer-machinery", "container-ship", "The unit cools less than it says."),
    ("vehicle-fuel-tank", "lorry", "The gauge shows a full tank; it sounds hollow."),
    ("vessel-sea-chest", "bulk-carrier", "Bolts of the grating are new."),
    ("postal-parcel", "express-carrier", "The sender pays more than the goods are worth."),
];

pub fn concealment_method(dice: &mut Dice, number: u64) -> Body {
    let (method, conveyance, sign) = *dice.pick(&METHODS);
    let statement = concealment_method::Statement {
        title: format!("Exercise method {number}"),
        method: method.into(),
        conveyance: conveyance.into(),
        offence: "drug-smuggling".into(),
        substances: vec!["cocaine".into()],
        capacity: None,
        routes: Vec::new(),
        first_seen: Some(day(dice)),
        last_seen: None,
        valid_until: None,
    };
    let technique = Technique {
        location: None,
        text: text("en", "The space is opened, filled and closed again (exercise)."),
        indicators: vec![Indicator { kind: "behaviour-of-goods".into(), text: sign.into() }],
        detection_worked: vec!["endoscope".into()],
        detection_failed: vec!["x-ray".into()],
        risks: vec!["none-known".into()],
    };
    let method = ConcealmentMethod { statement, technique, pictures: Vec::new() };
    Body::ConcealmentMethod(Box::new(method))
}

pub fn case(dice: &mut Dice, country: &str, number: u64) -> Body {
    let partner = |node: &str, role: &str| Partner {
        node: NodeCode::new(node).expect("a country of the demo"),
        unit: None,
        role: role.into(),
    };
    let others = ["CO", "SN", "ES"].into_iter().filter(|code| *code != country);
    let statement = case::Statement {
        title: format!("Exercise case {number}"),
        reference: format!("EX-2026/{number}"),
        offence: "drug-smuggling".into(),
        lead: NodeCode::new(country).expect("a country of the demo"),
        partners: others.map(|code| partner(code, "customs")).collect(),
        state: "open".into(),
        opened: day(dice),
        closed: None,
        text: None,
    };
    Body::Case(Box::new(Case { statement }))
}

pub fn same_as(dice: &mut Dice, country: &str) -> Body {
    let (first, second) = (reference(dice, country), reference(dice, country));
    let statement = same_as::Statement {
        what: "event".into(),
        first,
        second,
        state: SameAsState::Proposed,
        reasons: vec![Reason { basis: "place-and-time".into(), text: None }],
        score: Decimal::parse(&format!("0.{}", 80 + dice.below(20))).ok(),
        decided_by: None,
    };
    Body::SameAs(Box::new(SameAs { statement }))
}

pub fn consent(dice: &mut Dice, country: &str) -> Body {
    let others = ["CO", "SN", "ES"].into_iter().filter(|code| *code != country);
    let statement = consent::Statement {
        consent_use: (*dice.pick(&["court", "passing-on", "controlled-delivery"])).into(),
        record: reference(dice, country),
        to: others.map(|code| NodeCode::new(code).expect("a country of the demo")).collect(),
        authority: "Court of the exercise".into(),
        reference: format!("EX-{}/2026", dice.below(1_000)),
        conditions: None,
        until: day(dice),
    };
    Body::Consent(Box::new(Consent { statement }))
}

pub fn list(dice: &mut Dice, number: u64) -> Body {
    let statement = list::Statement {
        title: format!("Exercise list {number}"),
        source: "Ministry of the exercise".into(),
        version: format!("2026-{}", 1 + dice.below(12)),
        date: day(dice),
        entries: dice.below(10_000) as u32,
        digest: Digest::of(&[b"exercise list", &number.to_be_bytes()]),
        entry_kinds: vec!["document".into(), "vessel".into()],
        text: None,
    };
    Body::List(Box::new(List { statement }))
}

pub fn standing_question(dice: &mut Dice, number: u64) -> Body {
    let container = Selector::parse(SelectorKind::Container, &container_number(dice));
    let statement = standing_question::Statement {
        title: format!("Exercise question {number}"),
        selectors: container.into_iter().collect(),
        person: None,
        subject_category: SubjectCategory::Unknown,
        purpose: Purpose::CriminalInvestigation,
        offence: "drug-smuggling".into(),
        until: day(dice),
        text: Some(text("en", "Tell us the same day (exercise).")),
    };
    Body::StandingQuestion(Box::new(StandingQuestion { statement }))
}
