//! What the formats say of a person, between theirs and ours.

use record::kind::person::{
    BirthDate, Document, Identity, NameKind, Person, PersonName, Statement, SubjectCategory,
};
use record::kind::{Declared, ENTRIES_MAX};
use record::selector::{Selector, SelectorKind, issuer};
use record::{Body, codelist};

use super::{Report, Why};

const NAMES_MAX: usize = 50;

/// A paper that names a person, as a foreign file has it.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// The identifier of its own entity, where it is one.
    pub id: Option<String>,
    /// A code of `document-type`.
    pub document_type: String,
    pub country: String,
    pub number: String,
    pub expires: String,
}

/// A person out of a foreign object, before it is checked.
#[derive(Clone, Debug, Default)]
pub struct Read {
    pub given: Vec<String>,
    pub family: Vec<String>,
    pub names: Vec<String>,
    pub aliases: Vec<String>,
    pub weak_aliases: Vec<String>,
    pub birth_dates: Vec<String>,
    pub birth_places: Vec<String>,
    pub genders: Vec<String>,
    pub nationalities: Vec<String>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub papers: Vec<Paper>,
    /// How the file calls a property of FollowTheMoney; without it, the same.
    pub called: Option<fn(&'static str) -> &'static str>,
}

impl Read {
    fn called(&self, property: &'static str) -> &'static str {
        self.called.map_or(property, |called| called(property))
    }

    /// The body; none where nobody is named. Whoever is in a file is nothing worse than unknown.
    /// What was carried is counted: the person, and each paper that was an entity of its own.
    pub fn into_body(self, id: &str, offence: &str, report: &mut Report) -> Option<Body> {
        let (documents, papers) = self.documents(id, report);
        let identity = Identity {
            names: self.all_names(id, report),
            birth_date: self.birth_date(id, report),
            birth_place: one(&self.birth_places, id, self.called("birthPlace"), report),
            sex: self.sex(id, report),
            nationalities: self.countries(id, report),
            documents,
            phones: checked(SelectorKind::Phone, &self.phones, (id, self.called("phone")), report),
            emails: checked(SelectorKind::Email, &self.emails, (id, self.called("email")), report),
            descriptors: Vec::new(),
            photos: Vec::new(),
        };
        let statement = Statement {
            subject_category: SubjectCategory::Unknown,
            minor: false,
            offence: offence.into(),
            action_wanted: None,
            warnings: Vec::new(),
            text: None,
        };
        let person = Person { identity, statement };
        if person.check().is_err() {
            report.lose(id, self.called("name"), Why::Unreadable);
            for paper in &papers {
                report.lose(paper, "holder", Why::NoKind);
            }
            return None;
        }
        report.carried += 1 + papers.len() as u64;
        Some(Body::Person(Box::new(person)))
    }

    fn all_names(&self, id: &str, report: &mut Report) -> Vec<PersonName> {
        let mut names = Vec::new();
        let parts = [&self.given[..], &self.family[..]].concat();
        let mut whole = self.names.iter();
        let carried = self.are_parts(&parts.join(" "));
        if carried {
            let (given, family) = (self.given.clone(), self.family.clone());
            names.push(PersonName { given, family, ..name(NameKind::Birth, None) });
            whole.next();
        }
        names.extend(whole.map(|text| name(NameKind::Birth, Some(text))));
        names.extend(self.aliases.iter().map(|text| name(NameKind::Alias, Some(text))));
        names.extend(self.weak_aliases.iter().map(|text| name(NameKind::WeakAlias, Some(text))));
        for _ in names.drain(names.len().min(NAMES_MAX)..) {
            report.lose(id, self.called("name"), Why::NoPlace);
        }
        if !carried {
            for (field, parts) in [("firstName", &self.given), ("lastName", &self.family)] {
                lose_parts(&names, parts, (id, self.called(field)), report);
            }
        }
        names
    }

    /// First and last names are one name's parts where the whole name is made of them; several
    /// spellings of several names are not to be put together.
    fn are_parts(&self, joined: &str) -> bool {
        match self.names.first() {
            Some(first) => {
                first == joined && self.given.len().max(self.family.len()) <= ENTRIES_MAX
            }
            None => !joined.is_empty() && self.given.len() <= 1 && self.family.len() <= 1,
        }
    }

    fn birth_date(&self, id: &str, report: &mut Report) -> Option<BirthDate> {
        let field = self.called("birthDate");
        let text = one(&self.birth_dates, id, field, report)?;
        let read = birth_date(&text);
        report.lose_if(read.is_none(), id, field, Why::Unreadable);
        read
    }

    fn sex(&self, id: &str, report: &mut Report) -> Option<u8> {
        let text = one(&self.genders, id, self.called("gender"), report)?;
        let read = match text.to_lowercase().as_str() {
            "male" | "m" => Some(1),
            "female" | "f" => Some(2),
            _ => None,
        };
        report.lose_if(read.is_none(), id, self.called("gender"), Why::NoPlace);
        read
    }

    fn countries(&self, id: &str, report: &mut Report) -> Vec<String> {
        let mut found = Vec::new();
        for text in &self.nationalities {
            match country(text) {
                Some(code) if found.contains(&code) => {}
                Some(code) if found.len() < ENTRIES_MAX => found.push(code),
                Some(_) => report.lose(id, self.called("nationality"), Why::NoPlace),
                None => report.lose(id, self.called("nationality"), Why::Unreadable),
            }
        }
        found
    }

    /// The documents, and the identifiers of the papers that they were.
    fn documents(&self, id: &str, report: &mut Report) -> (Vec<Document>, Vec<String>) {
        let (mut found, mut entities): (Vec<Document>, Vec<String>) = (Vec::new(), Vec::new());
        // A number without its issuer is no document; a single nationality is a passport's issuer.
        let only = match &self.nationalities[..] {
            [one] => one.as_str(),
            _ => "",
        };
        for paper in &self.papers {
            let of = paper.id.as_deref().unwrap_or(id);
            let Some(number) = paper.numbered(only) else {
                report.lose(of, paper.field(self), Why::Unreadable);
                continue;
            };
            let expires = paper.expires.get(..10).and_then(|day| day.parse().ok());
            let field = self.called("endDate");
            let unread = expires.is_none() && !paper.expires.is_empty();
            report.lose_if(unread, of, field, Why::Unreadable);
            let known = found.iter().any(|known| known.number == number);
            if !known && found.len() == ENTRIES_MAX {
                report.lose(of, paper.field(self), Why::NoPlace);
                continue;
            }
            entities.extend(paper.id.clone());
            match found.iter_mut().find(|known| known.number == number) {
                Some(known) if known.expires.is_none() => known.expires = expires,
                Some(known) => {
                    let other = expires.is_some() && known.expires != expires;
                    report.lose_if(other, of, field, Why::NoPlace);
                }
                None => {
                    let document_type = paper.document_type.clone();
                    found.push(Document { document_type, number, expires });
                }
            }
        }
        (found, entities)
    }
}

impl Paper {
    /// What the file calls its number.
    fn field(&self, of: &Read) -> &'static str {
        if self.id.is_some() { "number" } else { of.called("passportNumber") }
    }

    /// `ISSUER:NUMBER`; none where nobody knows who issued it.
    fn numbered(&self, only: &str) -> Option<String> {
        let from = if self.country.is_empty() { only } else { &self.country };
        let issuer = country(from).and_then(|code| alpha3(&code))?;
        let text = format!("{issuer}:{}", self.number);
        Some(Selector::parse(SelectorKind::TravelDocument, &text).ok()?.value().to_owned())
    }
}

/// Parts that stand in no name as its parts: where the names say them, only their form is lost.
fn lose_parts(
    names: &[PersonName],
    parts: &[String],
    (id, field): (&str, &str),
    report: &mut Report,
) {
    for part in parts {
        let said = names.iter().any(|name| name.text().contains(part.as_str()));
        report.lose(id, field, if said { Why::FormOnly } else { Why::NoPlace });
    }
}

fn name(kind: NameKind, full: Option<&String>) -> PersonName {
    PersonName {
        kind,
        given: Vec::new(),
        family: Vec::new(),
        full: full.cloned(),
        script: None,
        transliteration: None,
    }
}

/// The first of several; that there were more is told.
fn one(all: &[String], id: &str, field: &str, report: &mut Report) -> Option<String> {
    report.lose_if(all.len() > 1, id, field, Why::NoPlace);
    all.first().cloned()
}

fn checked(
    kind: SelectorKind,
    all: &[String],
    (id, field): (&str, &str),
    report: &mut Report,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in all {
        match Selector::parse(kind, text) {
            Ok(good) if found.iter().any(|known| known == good.value()) => {}
            Ok(good) if found.len() < ENTRIES_MAX => found.push(good.value().to_owned()),
            Ok(_) => report.lose(id, field, Why::NoPlace),
            Err(_) => report.lose(id, field, Why::Unreadable),
        }
    }
    found
}

/// `1985`, `1985-03`, `1985-03-07`, and whatever time stands behind a day.
pub fn birth_date(text: &str) -> Option<BirthDate> {
    let day = text.split(['T', ' ']).next()?;
    let mut pieces = day.splitn(3, '-');
    let year = pieces.next()?.parse().ok()?;
    let mut next = || pieces.next().map(str::parse::<i8>).transpose().ok();
    let (month, day) = (next()?, next()?);
    let whole = jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1));
    (whole.is_ok() && (1850..=2200).contains(&year)).then_some(BirthDate { year, month, day })
}

/// The same, as text.
pub fn birth_text(date: &BirthDate) -> String {
    let BirthDate { year, month, day } = date;
    match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    }
}

/// A country by its ISO 3166-1 codes or a name of the code list.
pub fn country(text: &str) -> Option<String> {
    let upper = text.trim().to_ascii_uppercase();
    let by_code = issuer::countries().find(|(two, three)| *two == upper || *three == upper);
    if let Some((two, _)) = by_code {
        return Some(two.to_owned());
    }
    let found = codelist::find("country", text);
    let mut whole = found.iter().filter(|found| found.whole);
    let code = whole.next()?.code.code.clone();
    whole.next().is_none().then_some(code)
}

pub fn alpha3(alpha2: &str) -> Option<String> {
    let found = issuer::countries().find(|(two, _)| *two == alpha2);
    found.map(|(_, three)| three.to_owned())
}

/// Issuer's alpha-2 code and number of a document.
pub fn document(number: &str) -> (Option<String>, &str) {
    match number.split_once(':') {
        Some((issuer, number)) => (country(issuer), number),
        None => (None, number),
    }
}

/// What no foreign format says of a person.
pub fn lose_statement(report: &mut Report, id: &str, person: &Person) {
    let Statement { action_wanted, warnings, .. } = &person.statement;
    for field in ["statement.subject_category", "statement.offence"] {
        report.lose(id, field, Why::NoPlace);
    }
    report.lose_if(action_wanted.is_some(), id, "statement.action_wanted", Why::NoPlace);
    report.lose_if(!warnings.is_empty(), id, "statement.warnings", Why::NoPlace);
    let Identity { names, descriptors, photos, sex, .. } = &person.identity;
    report.lose_if(!descriptors.is_empty(), id, "identity.descriptors", Why::NoPlace);
    report.lose_if(!photos.is_empty(), id, "identity.photos", Why::NoPlace);
    report.lose_if(sex.is_some_and(|sex| sex == 9), id, "identity.sex", Why::NoPlace);
    for name in names {
        report.lose_if(name.script.is_some(), id, "identity.names.script", Why::NoPlace);
        let there = name.transliteration.is_some();
        report.lose_if(there, id, "identity.names.transliteration", Why::NoPlace);
    }
    for name in names.iter().skip(1) {
        let parts = !name.given.is_empty() || !name.family.is_empty();
        report.lose_if(parts, id, "identity.names.parts", Why::FormOnly);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_of_birth_are_read_and_others_are_not() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(birth_date(text).map(|date| birth_text(&date)).as_deref(), expect, "{text}");
        };
        check("1985", Some("1985"));
        check("1985-03", Some("1985-03"));
        check("1985-03-07", Some("1985-03-07"));
        check("1985-03-07T00:00:00", Some("1985-03-07"));
        for text in ["", "85", "1985-13", "1985-02-30", "1985-03-07-01", "x", "9999"] {
            check(text, None);
        }
    }

    #[test]
    fn countries_are_found_by_code_and_by_name_in_four_languages() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(country(text).as_deref(), expect, "{text}");
        };
        check("co", Some("CO"));
        check("SEN", Some("SN"));
        check("Espagne", Some("ES"));
        check("nowhere at all", None);
        assert_eq!(alpha3("CO").as_deref(), Some("COL"));
    }
}
