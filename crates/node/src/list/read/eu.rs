//! The consolidated financial sanctions list of the European Union, XML as published (format 1.1).

use std::path::Path;

use record::moment::Date;
use record::selector::SelectorKind;

use super::super::entity::{Entity, Sort};
use super::Take;
use super::xml::{self, Element};
use crate::Error;

const ROOT: &str = "export";
const PAPERS: [&str; 8] = [
    "passport",
    "diplomatic-passport",
    "id",
    "ssn",
    "nationalid",
    "birthcert",
    "regnumber",
    "other",
];

pub fn each(path: &Path, take: Take<'_>) -> Result<Option<Date>, Error> {
    let mut date = None;
    xml::each(path, (ROOT, &["sanctionEntity"]), &mut |element| match element.name.as_str() {
        ROOT => {
            date = element.attribute("generationDate").get(..10).and_then(|day| day.parse().ok());
            Ok(())
        }
        _ => take(entity(&element)),
    })?;
    Ok(date)
}

fn first<'a>(element: &'a Element, names: &[&str]) -> &'a str {
    let found = names.iter().map(|name| element.attribute(name)).find(|text| !text.is_empty());
    found.unwrap_or_default()
}

fn entity(element: &Element) -> Entity {
    let reference = first(element, &["euReferenceNumber", "logicalId"]);
    let code = element.all("subjectType").next().map_or("", |one| one.attribute("code"));
    let sort = if code == "person" { Sort::Person } else { Sort::Organisation };
    let mut entity = Entity::new(reference, sort);
    for alias in element.all("nameAlias") {
        let whole = alias.attribute("wholeName");
        let parts = ["firstName", "middleName", "lastName"].map(|name| alias.attribute(name));
        entity.name(if whole.is_empty() { parts.join(" ") } else { whole.to_owned() }.as_str());
        entity.sex(alias.attribute("gender"));
    }
    for birth in element.all("birthdate") {
        entity.birth(first(birth, &["birthdate", "year"]));
    }
    for citizen in element.all("citizenship") {
        entity.country(first(citizen, &["countryIso2Code", "countryDescription"]));
    }
    for paper in element.all("identification") {
        identify(&mut entity, paper);
    }
    for regulation in element.all("regulation") {
        entity.programme(regulation.attribute("programme"));
    }
    entity
}

fn identify(entity: &mut Entity, paper: &Element) {
    let number = first(paper, &["latinNumber", "number"]);
    let issuer = first(paper, &["countryIso2Code", "countryDescription"]);
    match paper.attribute("identificationTypeCode") {
        "imo" => drop(entity.identify(SelectorKind::Imo, number)),
        "swiftbic" => drop(entity.identify(SelectorKind::Bic, number)),
        "iban" => drop(entity.identify(SelectorKind::Iban, number)),
        code if PAPERS.contains(&code) => entity.document(number, issuer),
        _ => entity.document(number, ""),
    }
}
