//! Invented records from a seed. Frequencies follow the value counts of UNODC's individual drug
//! seizures 2011–2016; names, numbers and places are made up.

pub mod matter;

use record::codelist;
use record::decimal::Decimal;
use record::kind::message::{self, Message, MessageType, Text};
use record::kind::notice::{self, Colour, Notice};
use record::kind::person::{self, BirthDate, NameKind, Person, PersonName, SubjectCategory};
use record::kind::seizure::{
    self, Coded, Concealment, Item, Place, Precision, Quantity, Route, RoutePoint, Seizure,
};
use record::kind::travel_document::{self, DocumentStatus, TravelDocument};
use record::moment::Date;
use record::{Body, Digest};

/// A repeatable source of choices.
pub struct Dice {
    seed: u64,
    drawn: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Less than `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.drawn += 1;
        let block =
            Digest::of(&[b"amana exercise", &self.seed.to_be_bytes(), &self.drawn.to_be_bytes()]);
        let number = u64::from_be_bytes(block.0[..8].try_into().expect("eight of 32 bytes"));
        number % bound.max(1)
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }

    /// One of the values, as often as its count says.
    pub fn weighted<'a>(&mut self, counts: &[(&'a str, u64)]) -> &'a str {
        let total = counts.iter().map(|(_, count)| count).sum();
        let mut at = self.below(total);
        for (value, count) in counts {
            if at < *count {
                return value;
            }
            at -= count;
        }
        counts[0].0
    }
}

/// Values of the UNODC file and how many seizures have them.
const DRUGS: &[(&str, u64)] = &[
    ("Coca paste", 104_907),
    ("Cocaine Base", 63_549),
    ("Cocaine", 50_906),
    ("Heroin", 25_706),
    ("Cocaine HCL", 17_281),
    ("Amphetamine", 4_988),
    ("Ecstasy", 4_434),
    ("Opium", 4_208),
    ("Methamphetamine", 3_822),
    ("Pseudoephedrine", 1_234),
];
const HIDING_PLACES: &[(&str, u64)] = &[
    ("Postal", 8_091),
    ("Baggage", 7_208),
    ("Inserted", 3_548),
    ("Plastic bags", 2_760),
    ("Package", 2_307),
    ("Swallowed", 2_209),
    ("Residence", 2_193),
    ("Body", 1_563),
    ("Outerwear", 1_501),
    ("Handbag", 1_102),
    ("Transport Vehicle", 935),
    ("Car Parts", 670),
];
const TRANSPORTS: &[(&str, u64)] = &[
    ("Commercial air", 19_137),
    ("Land", 8_933),
    ("Private road", 6_933),
    ("Commercial road", 3_471),
    ("Commercial sea", 1_021),
    ("Mail", 924),
    ("Rail", 368),
    ("River", 30),
];
const UNITS: &[(&str, u64)] = &[("Kilogram", 241_317), ("Gram", 58_017)];

const GIVEN: [&str; 12] = [
    "Arlen",
    "Binta",
    "Ciro",
    "Dalila",
    "Elmo",
    "Fatou",
    "Gaspar",
    "Hortensia",
    "Iker",
    "Joumana",
    "Kenza",
    "Lisandro",
];
const FAMILY: [&str; 12] = [
    "Exempla",
    "Ficticio",
    "Inventado",
    "Modèle",
    "Nessuno",
    "Ejemplar",
    "Figura",
    "Muestra",
    "Simulé",
    "Ndiaye-Exemple",
    "Prueba",
    "Sans-Réalité",
];
const PLACES: &[(&str, &str, &str)] = &[
    ("CO", "COCTG", "Cartagena"),
    ("CO", "COBUN", "Buenaventura"),
    ("SN", "SNDKR", "Dakar"),
    ("ES", "ESALG", "Algeciras"),
    ("ES", "ESVLC", "Valencia"),
    ("TH", "THBKK", "Bangkok"),
];

fn coded(list: &str, raw: &str) -> Coded {
    let code = codelist::list(list).and_then(|list| list.from_raw("unodc-ids", raw));
    let code = code.map_or("unknown", |code| code.code.as_str());
    Coded { code: code.into(), raw: Some(raw.into()) }
}

fn day(dice: &mut Dice) -> Date {
    let start = jiff::civil::date(2026, 1, 1);
    let days = jiff::Span::new().days(dice.below(300) as i64);
    Date(start.saturating_add(days))
}

pub fn seizure(dice: &mut Dice, country: &str, number: u64) -> Body {
    let places: Vec<_> = PLACES.iter().filter(|(at, ..)| *at == country).collect();
    let (_, unlocode, name) = **dice.pick(&places);
    let tenths = 1 + dice.below(9_000);
    let amount = Decimal::parse(&format!("{}.{}", tenths / 10, tenths % 10)).expect("a number");
    let unit = coded("unit", dice.weighted(UNITS));
    let item = Item::of(coded("drug", dice.weighted(DRUGS)), Some(Quantity::new(amount, unit)));
    let point = |country: &str| RoutePoint { country: Coded::new(country), known: false };
    let statement = seizure::Statement {
        date: day(dice),
        date_precision: Precision::Exact,
        total: None,
        place: Place {
            country: country.into(),
            division: None,
            name: Some(format!("{name}, exercise {number}")),
            unlocode: Some(unlocode.into()),
            geohash: None,
            precision: Precision::Exact,
            place_type: None,
        },
        reporting_country: None,
        agency: Some("Exercise unit".into()),
        offence: "drug-smuggling".into(),
        route: Route {
            departure: Some(point("CO")),
            transit: vec![point("SN")],
            destination: Some(point("ES")),
            transport: Some(coded("transport", dice.weighted(TRANSPORTS))),
            ..Route::default()
        },
        concealment: Concealment {
            hiding_place: Some(coded("hiding-place", dice.weighted(HIDING_PLACES))),
            ..Concealment::default()
        },
        items: vec![item],
        arrests: Some(dice.below(4) as u32),
        identifiers: Vec::new(),
        laboratory_reference: None,
        same_event_as: Vec::new(),
        source_row: None,
    };
    Body::Seizure(Box::new(Seizure {
        statement,
        persons: Vec::new(),
        photos: Vec::new(),
        free_text: None,
    }))
}

fn document(dice: &mut Dice, country: &str) -> String {
    format!("{country}:X{:07}", dice.below(10_000_000))
}

pub fn person(dice: &mut Dice, country: &str) -> Body {
    let name = PersonName {
        kind: NameKind::Birth,
        given: vec![(*dice.pick(&GIVEN)).into()],
        family: vec![(*dice.pick(&FAMILY)).into()],
        full: None,
        script: Some("Latn".into()),
        transliteration: None,
    };
    let identity = person::Identity {
        names: vec![name],
        birth_date: Some(BirthDate {
            year: 1960 + dice.below(44) as i16,
            month: Some(1 + dice.below(12) as i8),
            day: None,
        }),
        birth_place: None,
        sex: Some(1 + dice.below(2) as u8),
        nationalities: vec![country.into()],
        documents: vec![person::Document {
            document_type: "passport".into(),
            number: document(dice, country),
            expires: None,
        }],
        phones: Vec::new(),
        emails: Vec::new(),
        descriptors: Vec::new(),
        photos: Vec::new(),
    };
    let statement = person::Statement {
        subject_category: *dice.pick(&[SubjectCategory::Suspect, SubjectCategory::Associate]),
        minor: false,
        offence: "drug-trafficking".into(),
        action_wanted: None,
        warnings: Vec::new(),
        text: None,
    };
    Body::Person(Box::new(Person { identity, statement }))
}

pub fn travel_document(dice: &mut Dice, country: &str) -> Body {
    let statement = travel_document::Statement {
        number: document(dice, country),
        document_type: "passport".into(),
        status: *dice.pick(&[DocumentStatus::Stolen, DocumentStatus::Lost]),
        since: Some(day(dice)),
        expires: None,
        mrz: None,
    };
    Body::TravelDocument(Box::new(TravelDocument { statement }))
}

/// Texts of a request in the languages of the four readers.
const REQUESTS: [(&str, &str); 4] = [
    ("en", "Please say whether the container is known to you."),
    ("fr", "Merci d'indiquer si ce conteneur vous est connu."),
    ("es", "Indiquen si conocen este contenedor."),
    ("ar", "يرجى إفادتنا إن كانت هذه الحاوية معروفة لديكم."),
];

pub fn message(dice: &mut Dice, number: u64) -> Body {
    let (language, text) = *dice.pick(&REQUESTS);
    let message_type = *dice.pick(&[MessageType::Request, MessageType::Spontaneous]);
    let subject = format!("Exercise matter {number}");
    let text = Text { language: language.into(), text: format!("{text} ({number})") };
    let statement = message::Statement::new(message_type, "drug-trafficking", &subject, text);
    Body::Message(Box::new(Message { statement }))
}

pub fn notice(dice: &mut Dice, number: u64) -> Body {
    let hidden = dice.weighted(HIDING_PLACES);
    let statement = notice::Statement {
        colour: Colour::Purple,
        title: format!("Exercise method {number}: {hidden}"),
        subject: None,
        action_wanted: None,
        offence: "drug-smuggling".into(),
        warrant: None,
        text: Text { language: "en".into(), text: "Look at the screws; they are new.".into() },
    };
    Body::Notice(Box::new(Notice { statement }))
}

/// How many records come before the kinds begin anew: a prime, so that every kind goes to each
/// recipient and to both.
pub const ROUND: u64 = 23;

/// The body of a record by its number: every kind that says something of its own occurs.
pub fn body(dice: &mut Dice, country: &str, number: u64) -> Body {
    match number % ROUND {
        0..=3 => message(dice, number),
        4..=6 => seizure(dice, country, number),
        7 => person(dice, country),
        8 => travel_document(dice, country),
        9 => notice(dice, number),
        10 => matter::organisation(dice, country),
        11 => matter::vehicle(dice, country),
        12 => matter::vessel(dice, country),
        13 => matter::aircraft(dice),
        14 => matter::container(dice),
        15 => matter::postal_item(dice, country),
        16 => matter::online_identity(dice),
        17 => matter::concealment_method(dice, number),
        18 => matter::case(dice, country, number),
        19 => matter::same_as(dice, country),
        20 => matter::consent(dice, country),
        21 => matter::list(dice, number),
        _ => matter::standing_question(dice, number),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use record::Kind;

    use super::*;

    /// What the scenario itself does to records that are there.
    const DONE: [Kind; 6] =
        [Kind::Recall, Kind::Withdraw, Kind::Block, Kind::Hold, Kind::Decision, Kind::Forward];

    #[test]
    fn every_kind_is_invented_and_every_body_is_valid() {
        for seed in 0..40 {
            let mut dice = Dice::new(seed);
            let mut made: BTreeSet<Kind> = DONE.into();
            for country in ["CO", "SN", "ES", "TH"] {
                for number in 0..ROUND {
                    let body = body(&mut dice, country, number);
                    assert_eq!(body.check(), Ok(()), "{body:?}");
                    made.insert(body.kind());
                }
            }
            assert_eq!(made, Kind::ALL.iter().copied().collect());
        }
    }
}
