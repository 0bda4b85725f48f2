//! Organisations, vehicles, vessels, aircraft and accounts on the Internet: what each foreign
//! format calls a field of theirs. Both directions read these tables; what stands in no column is
//! told.

use record::Kind;
use record::selector::{Selector, SelectorKind};

use super::person;

/// What the text of a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// A code of a list.
    Code(&'static str),
    Country,
    Selector(SelectorKind),
    Year,
    Whole,
    /// A domain, written as the address of its first page.
    Site,
}

/// A relation of a MISP object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: &'static str,
    /// Attribute type and category.
    pub kind: (&'static str, &'static str),
    /// The template allows several.
    pub many: bool,
    /// Of a template that is only read.
    pub read_only: bool,
}

/// A field, or part of one, and what it is called elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub own: &'static str,
    pub form: Form,
    pub many: bool,
    pub ftm: Option<&'static str>,
    pub misp: Option<Relation>,
    /// The other side does not tell it from what else stands there.
    pub blurred: bool,
}

impl Field {
    const fn one(own: &'static str, form: Form) -> Self {
        Self { own, form, many: false, ftm: None, misp: None, blurred: false }
    }

    const fn many(own: &'static str, form: Form) -> Self {
        Self { many: true, ..Self::one(own, form) }
    }

    const fn ftm(self, property: &'static str) -> Self {
        Self { ftm: Some(property), ..self }
    }

    const fn misp(self, name: &'static str) -> Self {
        let relation = Relation { name, kind: TEXT, many: false, read_only: false };
        Self { misp: Some(relation), ..self }
    }

    const fn misp_many(self, name: &'static str, kind: (&'static str, &'static str)) -> Self {
        Self { misp: Some(Relation { name, kind, many: true, read_only: false }), ..self }
    }

    const fn misp_read(self, name: &'static str) -> Self {
        Self { misp: Some(Relation { name, kind: TEXT, many: true, read_only: true }), ..self }
    }

    const fn blurred(self) -> Self {
        Self { blurred: true, ..self }
    }

    /// Where it stands in a body.
    pub fn path(&self) -> String {
        let own = match self.own {
            "registered" | "trade" | "abbreviation" | "former" | "alias" => "names.kind",
            "plate" => "plates",
            "plate_country" => "plates.issuer",
            "platform" | "username" => "handle",
            "status" => return "statement.status".into(),
            own => own,
        };
        format!("identity.{own}")
    }

    /// Foreign text as the body has it; none where it is not what the field asks for.
    pub fn read(&self, text: &str) -> Option<serde_json::Value> {
        Some(match self.form {
            Form::Text => text.into(),
            Form::Code(list) => code(list, text)?.into(),
            Form::Country => person::country(text)?.into(),
            Form::Selector(kind) => selector(kind, text)?.into(),
            Form::Year => {
                let year = text.get(..4)?.parse::<i16>().ok()?;
                (1800..=2200).contains(&year).then_some(year)?.into()
            }
            Form::Whole => {
                let whole =
                    text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0'));
                whole.map_or(text, |(whole, _)| whole).parse::<u32>().ok()?.into()
            }
            Form::Site => selector(SelectorKind::Domain, host(text))?.into(),
        })
    }
}

/// The host of an address.
fn host(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)
}

/// Whether an address says more than its host.
pub fn has_path(text: &str) -> bool {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.trim_end_matches('/') != host(text)
}

fn selector(kind: SelectorKind, text: &str) -> Option<String> {
    Some(Selector::parse(kind, text).ok()?.value().to_owned())
}

/// A code by itself or by its label in any language, where it is one alone.
fn code(list: &str, text: &str) -> Option<String> {
    if record::codelist::check(list, text).is_ok() {
        return Some(text.to_owned());
    }
    let found = record::codelist::find(list, text);
    let mut whole = found.iter().filter(|found| found.whole);
    let code = whole.next()?.code.code.clone();
    whole.next().is_none().then_some(code)
}

/// A template of misp-objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    pub name: &'static str,
    pub uuid: &'static str,
    pub version: &'static str,
    pub category: &'static str,
    /// Its relations are FollowTheMoney's properties.
    pub ftm: bool,
}

const fn template(name: &'static str, uuid: &'static str, version: &'static str) -> Template {
    Template { name, uuid, version, category: "misc", ftm: false }
}

const fn ftm_template(name: &'static str, uuid: &'static str, version: &'static str) -> Template {
    Template { name, uuid, version, category: "followthemoney", ftm: true }
}

/// A kind in the other formats.
#[derive(Debug)]
pub struct Shape {
    pub kind: Kind,
    /// Schemas of FollowTheMoney, and the type that each alone says. The first is written where no
    /// other fits.
    pub schemas: &'static [(&'static str, &'static str)],
    /// The field that says the type.
    pub typed: &'static str,
    /// Where it is written to; others are only read.
    pub template: Template,
    pub templates_read: &'static [&'static str],
    pub fields: &'static [Field],
}

const TEXT: (&str, &str) = ("text", "Other");
const PHONE: (&str, &str) = ("phone-number", "Person");
const EMAIL: (&str, &str) = ("email-src", "Social network");

pub static SHAPES: [Shape; 5] = [
    Shape {
        kind: Kind::Organisation,
        schemas: &[
            ("Company", "company"),
            ("Organization", "unknown"),
            ("PublicBody", "public-body"),
        ],
        typed: "organisation_type",
        template: template("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", "9"),
        templates_read: &["organization", "legal-entity"],
        fields: &[
            Field::many("registered", Form::Text).ftm("name").misp("name"),
            Field::many("alias", Form::Text).ftm("alias").misp_many("alias", TEXT),
            Field::many("former", Form::Text).ftm("previousName"),
            Field::many("abbreviation", Form::Text).ftm("abbreviation"),
            Field::many("trade", Form::Text).misp_read("commercial-name"),
            Field::many("former", Form::Text).misp_many("alias", TEXT).blurred(),
            Field::many("abbreviation", Form::Text).misp_many("alias", TEXT).blurred(),
            Field::many("trade", Form::Text).ftm("alias").misp_many("alias", TEXT).blurred(),
            Field::many("alias", Form::Text).ftm("weakAlias").blurred(),
            Field::one("organisation_type", Form::Code("organisation-type"))
                .ftm("classification")
                .misp("type-of-organization"),
            Field::one("country", Form::Country).ftm("country"),
            Field::one("country", Form::Country).ftm("jurisdiction").blurred(),
            Field::one("country", Form::Country).ftm("mainCountry").blurred(),
            Field::one("registration_number", Form::Text)
                .ftm("registrationNumber")
                .misp("registration-number"),
            // Russia's register of companies.
            Field::one("registration_number", Form::Text).ftm("ogrnCode").blurred(),
            Field::one("lei", Form::Selector(SelectorKind::Lei)).ftm("leiCode"),
            Field::one("address", Form::Text).ftm("address").misp_many("address", TEXT),
            Field::many("phones", Form::Selector(SelectorKind::Phone))
                .ftm("phone")
                .misp_many("phone-number", PHONE),
            Field::many("emails", Form::Selector(SelectorKind::Email))
                .ftm("email")
                .misp_many("e-mail", EMAIL),
            Field::many("domains", Form::Site).ftm("website"),
            Field::many("domains", Form::Site).misp_read("website"),
            Field::one("status", Form::Code("organisation-status")).ftm("status"),
        ],
    },
    Shape {
        kind: Kind::Vehicle,
        schemas: &[("Vehicle", "unknown")],
        typed: "vehicle_type",
        template: template("vehicle", "683c076c-f695-4ff2-8efa-e98a418049f4", "5"),
        templates_read: &["vehicle"],
        fields: &[
            Field::many("plate", Form::Text)
                .ftm("registrationNumber")
                .misp_many("license-plate-number", TEXT),
            Field::one("plate_country", Form::Country).ftm("country"),
            Field::one("vin", Form::Selector(SelectorKind::Vin)).misp("vin"),
            Field::one("vehicle_type", Form::Code("conveyance")).ftm("type").misp("type"),
            Field::one("make", Form::Text).misp("make"),
            Field::one("model", Form::Text).ftm("model").misp("model"),
            Field::one("colour", Form::Code("colour")).misp("exterior-color"),
            Field::one("status", Form::Code("object-status")).misp("state"),
        ],
    },
    Shape {
        kind: Kind::Vessel,
        schemas: &[("Vessel", "unknown")],
        typed: "vessel_type",
        template: ftm_template("ftm-Vessel", "2ee3df38-7756-4179-abea-ba8d2fbb7c6c", "1"),
        templates_read: &[],
        fields: &[
            Field::one("name", Form::Text).ftm("name"),
            Field::many("former_names", Form::Text).ftm("previousName"),
            Field::many("former_names", Form::Text).ftm("pastNames"),
            Field::one("vessel_type", Form::Code("conveyance")).ftm("type"),
            Field::one("imo", Form::Selector(SelectorKind::Imo)).ftm("imoNumber"),
            Field::one("mmsi", Form::Selector(SelectorKind::Mmsi)).ftm("mmsi"),
            Field::one("call_sign", Form::Selector(SelectorKind::CallSign)).ftm("callSign"),
            Field::one("flag", Form::Country).ftm("flag"),
            Field::one("home_port", Form::Selector(SelectorKind::Unlocode)).ftm("registrationPort"),
            Field::one("gross_tonnage", Form::Whole).ftm("tonnage"),
            Field::one("year", Form::Year).ftm("buildDate"),
        ],
    },
    Shape {
        kind: Kind::Aircraft,
        schemas: &[("Airplane", "unknown")],
        typed: "aircraft_type",
        template: ftm_template("ftm-Airplane", "ea720b4a-8849-44a5-a150-eab87b86de2c", "2"),
        templates_read: &[],
        fields: &[
            Field::one("registration", Form::Selector(SelectorKind::AircraftRegistration))
                .ftm("registrationNumber"),
            Field::one("aircraft_type", Form::Code("conveyance")).ftm("type"),
            Field::one("model", Form::Text).ftm("model"),
            Field::one("serial_number", Form::Text).ftm("serialNumber"),
        ],
    },
    Shape {
        kind: Kind::OnlineIdentity,
        schemas: &[("UserAccount", "account")],
        typed: "online_type",
        template: template("user-account", "49606b06-22f0-4ac8-8eee-2f12ad46f3d3", "6"),
        templates_read: &["user-account"],
        fields: &[
            Field::one("platform", Form::Text).ftm("service").misp("account-type"),
            Field::one("username", Form::Text).ftm("username").misp("username"),
            Field::many("display_names", Form::Text).ftm("name").misp("display-name"),
            Field::many("display_names", Form::Text).ftm("alias"),
            Field::many("ip_addresses", Form::Selector(SelectorKind::IpAddress)).ftm("ipAddress"),
            Field::many("phones", Form::Selector(SelectorKind::Phone)).ftm("phone"),
            Field::many("phones", Form::Selector(SelectorKind::Phone)).ftm("number"),
            Field::many("emails", Form::Selector(SelectorKind::Email)).ftm("email"),
        ],
    },
];

impl Shape {
    pub fn of(kind: Kind) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.kind == kind)
    }

    /// The shape of a schema of FollowTheMoney, and the type that the schema alone says.
    pub fn of_schema(schema: &str) -> Option<(&'static Self, &'static str)> {
        SHAPES.iter().find_map(|shape| {
            let (_, alone) = shape.schemas.iter().find(|(name, _)| *name == schema)?;
            Some((shape, *alone))
        })
    }

    /// The shape of a MISP template whose relations are its own.
    pub fn of_template(name: &str) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.templates_read.contains(&name))
    }

    /// The schema that says most of a type.
    pub fn schema(&self, code: &str) -> &'static str {
        let exact = self.schemas.iter().find(|(_, alone)| *alone == code);
        // Whoever follows the law of no company is an organisation.
        let loose = ["association", "criminal-group", "other"].contains(&code);
        let loose = self.schemas.iter().find(|(name, _)| loose && *name == "Organization");
        exact.or(loose).unwrap_or(&self.schemas[0]).0
    }

    pub fn field(&self, own: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.own == own)
    }

    /// The field a property of FollowTheMoney is read into: the first that has it.
    pub fn by_ftm(&self, property: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.ftm == Some(property))
    }

    /// The relation of its template that a field is written to.
    pub fn relation(&self, own: &str) -> Option<(&'static Field, Relation)> {
        let mut fields = self.fields.iter().filter(|field| field.own == own);
        fields.find_map(|field| Some((field, field.misp.filter(|one| !one.read_only)?)))
    }

    /// The property of FollowTheMoney that a field is written to.
    pub fn property(&self, own: &str) -> Option<(&'static Field, &'static str)> {
        let mut fields = self.fields.iter().filter(|field| field.own == own);
        fields.find_map(|field| Some((field, field.ftm?)))
    }

    /// The field a relation of MISP is read into: the first that has it.
    pub fn by_misp(&self, relation: &str) -> Option<&'static Field> {
        let is = |field: &&Field| field.misp.is_some_and(|one| one.name == relation);
        self.fields.iter().find(is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_where_it_is_written() {
        for shape in &SHAPES {
            assert!(shape.field(shape.typed).is_some() || shape.kind == Kind::OnlineIdentity);
            for field in shape.fields.iter().filter(|field| !field.blurred) {
                if let Some(property) = field.ftm {
                    assert_eq!(shape.by_ftm(property).unwrap().own, field.own, "{property}");
                }
                if let Some(relation) = field.misp {
                    let read = shape.by_misp(relation.name).unwrap();
                    assert_eq!(read.own, field.own, "{}", relation.name);
                }
            }
        }
    }

    #[test]
    fn foreign_text_becomes_what_the_field_asks_for() {
        let check = |form: Form, text: &str, expect: Option<serde_json::Value>| {
            assert_eq!(Field::one("x", form).read(text), expect, "{text}");
        };
        check(Form::Whole, "25713.0", Some(25_713.into()));
        check(Form::Whole, "25713.5", None);
        check(Form::Year, "1998-03", Some(1998.into()));
        check(Form::Year, "98", None);
        check(Form::Country, "Espagne", Some("ES".into()));
        check(Form::Code("colour"), "Blue", Some("blue".into()));
        check(Form::Code("colour"), "blueish", None);
        check(Form::Site, "https://Example.org:8080/a?b", Some("example.org".into()));
        check(Form::Site, "no site", None);
        assert!(has_path("https://example.org/a") && !has_path("https://example.org/"));
    }

    #[test]
    fn the_schema_says_what_it_can_of_the_type() {
        let shape = Shape::of(Kind::Organisation).unwrap();
        for (code, expect) in [
            ("company", "Company"),
            ("freight-forwarder", "Company"),
            ("public-body", "PublicBody"),
            ("unknown", "Organization"),
            ("criminal-group", "Organization"),
        ] {
            assert_eq!(shape.schema(code), expect, "{code}");
        }
    }
}
