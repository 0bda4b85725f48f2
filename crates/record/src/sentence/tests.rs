//! A whole record in sentences: its head, its links, its conditions, and what is withheld.

use serde_json::{Value, json};

use super::*;
use crate::parts::Link;
use crate::{Body, Header, Kind, RecordId};

fn id(byte: u8) -> RecordId {
    RecordId::new(Timestamp(1_767_225_600_000), [byte; 10])
}

fn header(kind: Kind) -> Header {
    let json = json!({
        "network": "00".repeat(32), "owner": "SN", "id": id(7).to_string(),
        "revision": 2, "previous": "11".repeat(32), "unit": "CUSTOMS", "kind": kind.code(),
        "handling": {"level": "confidential", "codes": ["H2", "H3"],
            "conditions": "Ask first.", "tlp": "TLP:AMBER+STRICT", "pap": null},
        "evaluation": {"source": "B", "information": "2", "nature": "fact"},
        "purposes": ["criminal-investigation", "border-control"],
        "created": "2026-02-14T08:30:00Z", "review": "2027-02-14", "expiry": "2028-02-14",
    });
    serde_json::from_value(json).unwrap()
}

fn link(role: &str, confirmed: bool) -> Link {
    let owner = NodeCode::new("CO").unwrap();
    Link { role: role.into(), owner, id: id(8), confirmed, evaluation: None }
}

fn told(body: &Body, links: &[Link], language: Language) -> Vec<String> {
    of(Sentences::new(language), &header(body.kind()), &body.to_json(), links)
}

#[test]
fn a_record_is_told_from_its_owner_to_its_expiry() {
    let [document, _] = Kind::TravelDocument.examples();
    let told = told(&document, &[link("found-with", true)], Language::English);
    let linked = id(8);
    let expect = [
        "Travel document of Senegal, CUSTOMS, revision 2, 14 February 2026, 08:30 UTC.".to_owned(),
        "Passport COL:AX123456: stolen.".to_owned(),
        "Issued by: Colombia.".to_owned(),
        "Since: 20 January 2026.".to_owned(),
        format!("Linked, confirmed: Found with CO/{linked}."),
        "Evaluation B2: source mostly reliable; information known first-hand by the source; fact."
            .to_owned(),
        "Level: confidential.".to_owned(),
        "Handling code H2: not to be passed on without the owner's permission.".to_owned(),
        "Handling code H3: other restrictions, stated in text.".to_owned(),
        "Conditions of the owner: “Ask first.”".to_owned(),
        "Marking: TLP:AMBER+STRICT, within the recipient's organisation.".to_owned(),
        "It may be used for: criminal investigation and border control.".to_owned(),
        "It is reviewed by 14 February 2027 and expires on 14 February 2028.".to_owned(),
    ];
    assert_eq!(told, expect);
}

#[test]
fn every_language_tells_every_sentence_of_a_record() {
    let [document, _] = Kind::TravelDocument.examples();
    let links = [link("found-with", true), link("about", false)];
    let english = told(&document, &links, Language::English);
    for language in Language::ALL {
        let own = told(&document, &links, language);
        assert_eq!(own.len(), english.len(), "{language:?}");
        let same = own.iter().filter(|sentence| english.contains(sentence)).count();
        assert!(language == Language::English || same == 0, "{language:?}: {own:?}");
    }
}

/// A later version of the list may know it: the reader is shown what was written.
#[test]
fn a_role_that_this_list_does_not_have_is_shown_as_it_was_written() {
    let [document, _] = Kind::TravelDocument.examples();
    let told = told(&document, &[link("brother-in-arms", false)], Language::French).join("\n");
    assert!(told.contains("Lien non confirmé\u{a0}: brother-in-arms CO/"), "{told}");
}

#[test]
fn a_body_of_which_a_part_is_withheld_says_so() {
    let check = |language, expect: &str| {
        let empty = Value::Object(Default::default());
        let told = of(Sentences::new(language), &header(Kind::Person), &empty, &[]);
        assert!(told[1].starts_with(expect), "{told:?}");
    };
    check(Language::English, "What this record says is withheld");
    check(Language::Arabic, "حُجب عنك");
}

#[test]
fn a_label_inside_a_sentence_begins_small_unless_it_is_a_sign() {
    let check = |label: &str, expect: &str| assert_eq!(uncapitalised(label.into()), expect);
    check("Stolen", "stolen");
    check("Freight container", "freight container");
    check("LSD", "LSD");
    check("InChIKey", "InChIKey");
    check("X-ray scanner", "X-ray scanner");
    check("À bord", "à bord");
    check("مسروق", "مسروق");
    check("", "");
}

#[test]
fn several_values_are_joined_as_each_language_does() {
    let check = |language, count: usize, expect: &str| {
        let values = ["a", "b", "c"].map(str::to_owned).into_iter().take(count).collect();
        assert_eq!(Sentences::new(language).all_of(values), expect);
    };
    check(Language::English, 0, "");
    check(Language::English, 1, "a");
    check(Language::English, 2, "a and b");
    check(Language::English, 3, "a, b and c");
    check(Language::Spanish, 3, "a, b y c");
    check(Language::French, 3, "a, b et c");
    check(Language::Arabic, 3, "a، b وc");
}

#[test]
fn spanish_says_e_before_the_vowel_i() {
    let check = |values: &[&str], expect: &str| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        assert_eq!(Sentences::new(Language::Spanish).all_of(values), expect);
    };
    check(&["Francia", "Italia"], "Francia e Italia");
    check(&["Malí", "Níger", "Irán"], "Malí, Níger e Irán");
    check(&["Italia", "Francia"], "Italia y Francia");
    check(&["Omán", "Yemen"], "Omán y Yemen");
    let node = |code: &str| Sentences::new(Language::Spanish).node(&NodeCode::new(code).unwrap());
    check(&[&node("FR"), &node("IT")], "Francia e Italia");
}

#[test]
fn french_says_first_of_the_first_day_of_a_month() {
    let check = |language, date: &str, expect: &str| {
        assert_eq!(Sentences::new(language).date(date.parse().unwrap()), expect);
    };
    check(Language::French, "2026-03-01", "1er mars 2026");
    check(Language::French, "2026-03-21", "21 mars 2026");
    check(Language::Spanish, "2026-03-01", "1 de marzo de 2026");
    check(Language::English, "2026-03-01", "1 March 2026");
}

/// Joined pair by pair, this would copy a hundred thousand million letters.
#[test]
fn a_long_list_is_joined_once() {
    let values: Vec<String> = (0..300_000).map(|at| at.to_string()).collect();
    let size: usize = values.iter().map(String::len).sum();
    let sentences = Sentences::new(Language::English);
    let all = sentences.all_of(values.clone());
    assert!(all.starts_with("0, 1, 2, ") && all.ends_with(", 299998 and 299999"));
    assert_eq!(all.len(), size + 2 * 299_998 + " and ".len());
    assert_eq!(sentences.each_of(values).len(), size + 2 * 299_999);
}
