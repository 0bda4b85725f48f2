//! The consolidated list of the United Nations Security Council, XML as published.

use std::path::Path;

use record::moment::Date;
use record::selector::SelectorKind;
use record::selector::extract::extract;

use super::super::entity::{Entity, Sort};
use super::Take;
use super::xml::{self, Element};
use crate::Error;

const ROOT: &str = "CONSOLIDATED_LIST";
const NAMES: [&str; 4] = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
/// Years between two of which somebody may be born, and still each is tried.
const YEARS_MAX: i32 = 12;

pub fn each(path: &Path, take: Take<'_>) -> Result<Option<Date>, Error> {
    let mut date = None;
    xml::each(
        path,
        (ROOT, &["INDIVIDUAL", "ENTITY"]),
        &mut |element| match element.name.as_str() {
            ROOT => {
                date =
                    element.attribute("dateGenerated").get(..10).and_then(|day| day.parse().ok());
                Ok(())
            }
            name => take(entity(&element, name)),
        },
    )?;
    Ok(date)
}

fn entity(element: &Element, name: &str) -> Entity {
    let person = name == "INDIVIDUAL";
    let sort = if person { Sort::Person } else { Sort::Organisation };
    let reference = element.of("REFERENCE_NUMBER");
    let reference = if reference.is_empty() { element.of("DATAID") } else { reference };
    let mut entity = Entity::new(reference, sort);
    let parts: Vec<&str> = NAMES.iter().map(|name| element.of(name)).collect();
    entity.name(&parts.join(" "));
    entity.name(element.of("NAME_ORIGINAL_SCRIPT"));
    for alias in element.all("INDIVIDUAL_ALIAS").chain(element.all("ENTITY_ALIAS")) {
        entity.name(alias.of("ALIAS_NAME"));
    }
    entity.sex(element.of("GENDER"));
    for country in element.all("NATIONALITY").flat_map(|one| one.all("VALUE")) {
        entity.country(country.text());
    }
    element.all("INDIVIDUAL_DATE_OF_BIRTH").for_each(|birth| births(&mut entity, birth));
    for paper in element.all("INDIVIDUAL_DOCUMENT") {
        let issuer = [paper.of("ISSUING_COUNTRY"), paper.of("COUNTRY_OF_ISSUE")];
        let issuer = issuer.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        entity.document(paper.of("NUMBER"), issuer);
    }
    if !person {
        let countries = element.all("ENTITY_ADDRESS").map(|address| address.of("COUNTRY"));
        countries.for_each(|country| entity.country(country));
    }
    entity.programme(element.of("UN_LIST_TYPE"));
    for mention in extract(element.of("COMMENTS1")) {
        // Of remarks only what identifies a thing: a phone number may be anybody's.
        if matches!(mention.selector.kind(), SelectorKind::Imo | SelectorKind::Mmsi) {
            entity.identify(mention.selector.kind(), mention.selector.value());
        }
    }
    entity
}

fn births(entity: &mut Entity, birth: &Element) {
    let day = birth.of("DATE");
    if !day.is_empty() {
        entity.birth(day.get(..10).unwrap_or(day));
    }
    entity.birth(birth.of("YEAR"));
    let years = (birth.of("FROM_YEAR").parse::<i32>(), birth.of("TO_YEAR").parse::<i32>());
    if let (Ok(from), Ok(to)) = years
        && (0..=YEARS_MAX).contains(&(to - from))
    {
        (from..=to).for_each(|year| entity.birth(&year.to_string()));
    }
}
