//! Bodies of organisations, things and accounts as plain values by field, and back.

use std::collections::BTreeMap;

use record::kind::ENTRIES_MAX;
use record::selector::{Selector, SelectorKind};
use record::{Body, Kind};
use serde_json::{Map, Value, json};

use super::shape::{Field, Form, Shape, has_path};
use super::{Report, Why, person};

const NAMES_MAX: usize = 50;

/// Values on their way out, in the order of the body.
pub type Values = Vec<(&'static Field, String)>;

/// The values of a body that have a field; everything else is told.
pub fn values(shape: &'static Shape, body: &Body, (name, report): (&str, &mut Report)) -> Values {
    let json = body.to_json();
    let mut out = Out { shape, name, report, values: Vec::new() };
    for (key, value) in json["identity"].as_object().into_iter().flatten() {
        match key.as_str() {
            "names" => out.names(value),
            "plates" => out.plates(value),
            "handle" => out.handle(value),
            key => out.plain(key, value),
        }
    }
    for (key, value) in json["statement"].as_object().into_iter().flatten() {
        match key.as_str() {
            "status" => out.plain(key, value),
            // The formats write it themselves, each in its own place.
            "text" => out.report.lose(name, "statement.text.language", Why::NoPlace),
            key => out.report.lose(name, &format!("statement.{key}"), Why::NoPlace),
        }
    }
    out.values
}

/// The free text of a body, for the formats that have a place for it.
pub fn text(body: &Body) -> Option<String> {
    let text = body.to_json()["statement"]["text"]["text"].as_str().map(str::to_owned);
    text.filter(|text| !text.is_empty())
}

struct Out<'a> {
    shape: &'static Shape,
    name: &'a str,
    report: &'a mut Report,
    values: Values,
}

impl Out<'_> {
    fn push(&mut self, own: &str, text: impl Into<String>) {
        match self.shape.field(own) {
            Some(field) => self.values.push((field, text.into())),
            None => {
                let part = if own == "status" { "statement" } else { "identity" };
                self.report.lose(self.name, &format!("{part}.{own}"), Why::NoPlace);
            }
        }
    }

    fn plain(&mut self, key: &str, value: &Value) {
        match value {
            Value::String(text) => self.push(key, text.as_str()),
            Value::Number(number) => self.push(key, number.to_string()),
            Value::Array(list) if list.iter().all(Value::is_string) => {
                let texts = list.iter().filter_map(Value::as_str);
                texts.for_each(|text| self.push(key, text));
            }
            Value::Null => {}
            _ => self.report.lose(self.name, &format!("identity.{key}"), Why::NoPlace),
        }
    }

    fn names(&mut self, names: &Value) {
        for one in names.as_array().into_iter().flatten() {
            let text = |key: &str| one[key].as_str();
            if let (Some(kind), Some(full)) = (text("kind"), text("full")) {
                self.push(kind, full);
            }
            if text("transliteration").is_some() {
                let field = "identity.names.transliteration";
                self.report.lose(self.name, field, Why::NoPlace);
            }
        }
    }

    /// The other side has one country for all plates: it is the first plate's.
    fn plates(&mut self, plates: &Value) {
        let plates = plates.as_array().into_iter().flatten().filter_map(Value::as_str);
        let plates: Vec<(&str, &str)> = plates.filter_map(|one| one.split_once(':')).collect();
        let Some((first, _)) = plates.first().copied() else { return };
        // A state within the country has no place.
        let country = first.split('-').next().and_then(person::country);
        if first.contains('-') || country.is_none() {
            self.report.lose(self.name, "identity.plates.issuer", Why::NoPlace);
        }
        for (issuer, number) in plates {
            if issuer == first {
                self.push("plate", number);
            } else {
                self.report.lose(self.name, "identity.plates", Why::NoPlace);
            }
        }
        if let Some(country) = country {
            self.push("plate_country", country);
        }
    }

    fn handle(&mut self, handle: &Value) {
        let handle = handle.as_str().and_then(|handle| handle.split_once(':'));
        if let Some((platform, name)) = handle {
            self.push("platform", platform);
            self.push("username", name);
        }
    }
}

/// A value on its way in: its field, what the file calls it, and its text.
pub type Found = (&'static Field, String, String);

/// A body out of what a file says; none where it does not identify anything.
pub struct In<'a> {
    pub shape: &'static Shape,
    /// The type where nothing else says one.
    pub alone: &'a str,
    pub id: &'a str,
    pub offence: &'a str,
}

impl In<'_> {
    /// The body of these values; what is not carried is told under what the file calls it.
    pub fn into_body(self, mut found: Vec<Found>, report: &mut Report) -> Option<Body> {
        let place = |field: &Field| self.shape.fields.iter().position(|one| one == field);
        found.sort_by_key(|(field, ..)| place(field));
        let mut read = Read {
            id: self.id,
            found: BTreeMap::new(),
            names: Vec::new(),
            called: BTreeMap::new(),
            report,
        };
        for (field, foreign, text) in &found {
            read.take(field, foreign, text);
        }
        read.join(self.shape.kind);
        let Read { mut found, names, .. } = read;
        if self.shape.kind == Kind::Organisation {
            found.insert("names".into(), names.into());
        }
        let status = found.remove("status");
        found.entry(self.shape.typed.into()).or_insert_with(|| self.alone.into());
        let identity: Map<String, Value> = found.into_iter().collect();
        let mut statement = json!({"offence": self.offence});
        if let Some(status) = status {
            statement["status"] = status;
        }
        let json = json!({"identity": identity, "statement": statement});
        let body = Body::from_json(self.shape.kind, json).ok();
        match &body {
            Some(_) => report.carried += 1,
            None => report.lose(self.id, "id", Why::Unidentified),
        }
        body
    }
}

struct Read<'a> {
    id: &'a str,
    found: BTreeMap<String, Value>,
    names: Vec<Value>,
    /// What the file calls a field.
    called: BTreeMap<&'static str, String>,
    report: &'a mut Report,
}

impl Read<'_> {
    fn lose(&mut self, own: &'static str, why: Why) {
        let foreign = self.called.get(own).map_or(own, String::as_str);
        self.report.lose(self.id, foreign, why);
    }

    fn take(&mut self, field: &Field, foreign: &str, text: &str) {
        let Some(value) = field.read(text) else {
            return self.report.lose(self.id, foreign, Why::Unreadable);
        };
        self.called.entry(field.own).or_insert_with(|| foreign.into());
        if field.path() == "identity.names.kind" {
            return self.name(field, foreign, value);
        }
        match self.found.get_mut(field.own) {
            None if field.many => drop(self.found.insert(field.own.into(), json!([value]))),
            None => drop(self.found.insert(field.own.into(), value)),
            Some(Value::Array(list)) if list.contains(&value) => {}
            Some(Value::Array(list)) if list.len() < ENTRIES_MAX => list.push(value),
            Some(known) if *known == value => {}
            Some(_) => return self.report.lose(self.id, foreign, Why::NoPlace),
        }
        let path = field.form == Form::Site && has_path(text);
        self.report.lose_if(path || field.blurred, self.id, foreign, Why::FormOnly);
    }

    fn name(&mut self, field: &Field, foreign: &str, full: Value) {
        let name = json!({"kind": field.own, "full": full});
        if self.names.contains(&name) {
            return;
        }
        if self.names.len() == NAMES_MAX {
            return self.report.lose(self.id, foreign, Why::NoPlace);
        }
        self.report.lose_if(field.blurred, self.id, foreign, Why::FormOnly);
        self.names.push(name);
    }

    /// Puts together what the other side says in two places.
    fn join(&mut self, kind: Kind) {
        match kind {
            Kind::Vehicle => self.join_plates(),
            Kind::OnlineIdentity => self.join_handle(),
            _ => {}
        }
    }

    fn join_plates(&mut self) {
        let issuer = self.found.remove("plate_country");
        let issuer = issuer.as_ref().and_then(Value::as_str).and_then(person::alpha3);
        let plates = self.found.remove("plate");
        let mut good = Vec::new();
        for plate in plates.iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str) {
            // Without a country it may name its own.
            let text = issuer.as_ref().map_or(plate.to_owned(), |from| format!("{from}:{plate}"));
            match Selector::parse(SelectorKind::Plate, &text) {
                Ok(plate) => good.push(json!(plate.value())),
                Err(_) => self.lose("plate", Why::Unreadable),
            }
        }
        if !good.is_empty() {
            self.found.insert("plates".into(), good.into());
        } else if issuer.is_some() {
            self.lose("plate_country", Why::NoPlace);
        }
    }

    fn join_handle(&mut self) {
        let mut taken = |own: &str| {
            let text = self.found.remove(own).and_then(|one| one.as_str().map(str::to_owned));
            text.unwrap_or_default()
        };
        let (platform, username) = (taken("platform"), taken("username"));
        let text = if platform.is_empty() { username } else { format!("{platform}:{username}") };
        match Selector::parse(SelectorKind::OnlineHandle, &text) {
            Ok(handle) => drop(self.found.insert("handle".into(), json!(handle.value()))),
            Err(_) => self.lose("username", Why::Unreadable),
        }
        // An account that shows no other name than its own shows none.
        let own = text.split_once(':').map_or(text.as_str(), |(_, name)| name).to_lowercase();
        if let Some(Value::Array(names)) = self.found.get_mut("display_names") {
            names.retain(|name| name.as_str().is_none_or(|name| name.to_lowercase() != own));
        }
    }
}
