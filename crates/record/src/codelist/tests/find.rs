//! What a text is understood as: in four languages, as forms, files and people write it.

use super::{rows, shared};
use crate::codelist::{self, How, Language};

fn check(list: &str, text: &str, expect: &str, whole: bool) {
    let found = codelist::find(list, text);
    let first = found.first().map(|one| (one.code.code.as_str(), one.whole));
    assert_eq!(first, Some((expect, whole)), "{list}: {text}");
}

#[test]
fn drugs_are_found_by_any_name_in_four_languages() {
    let whole = |text, expect| check("drug", text, expect, true);
    whole("COCAÍNA", "cocaine");
    whole("clorhidrato de cocaina", "cocaine-hydrochloride");
    whole("Chlorhydrate de cocaïne", "cocaine-hydrochloride");
    whole("هيدروكلوريد الكوكايين", "cocaine-hydrochloride");
    whole("الحشيش", "cannabis-resin");
    whole("Haschisch", "cannabis-resin");
    whole("MARIHUANA", "cannabis-herb");
    whole("كبتاجون", "captagon");
    whole("base de coca", "cocaine-base");
    whole("Basuco", "coca-paste");
    whole("4-MMC", "mephedrone");
    whole("α-PVP", "alpha-pvp");
    whole("anhídrido acético", "acetic-anhydride");
    whole("Anhydride acetique", "acetic-anhydride");
    whole("Xanax", "alprazolam");
    whole("P2P", "phenylacetone");
    whole("Pseudoefedrina", "pseudoephedrine");
    whole("5f-mdmb-pinaca", "5f-adb");
    whole("isotonitazène", "isotonitazene");
}

#[test]
fn a_name_is_found_among_other_words_and_the_longest_wins() {
    let part = |text, expect| check("drug", text, expect, false);
    part("CLORHIDRATO DE COCAÍNA AL 85 %", "cocaine-hydrochloride");
    part("Methamphetamine (crystal), 2 bags", "methamphetamine");
    part("Comprimés de MDMA « Tesla »", "mdma");
    part("Poppy_Husk_Straw_Kg", "poppy-straw");
    part("Khat_Leaves_Kg", "khat");
    part("أقراص ترامادول 225", "tramadol");
    let found = codelist::find("drug", "heroína y cocaína");
    let codes: Vec<&str> = found.iter().map(|one| one.code.code.as_str()).collect();
    assert_eq!(codes, ["heroin", "cocaine"]);
}

#[test]
fn words_of_the_street_are_marked_and_never_read_out_of_a_sentence() {
    let slang = &codelist::find("drug", "perico")[0];
    assert_eq!((slang.code.code.as_str(), slang.how, slang.whole), ("cocaine", How::Slang, true));
    assert!(codelist::find("drug", "nieve en la carretera").is_empty());
    assert!(codelist::find("drug", "ice cream").is_empty());
    for word in ["", "   ", "?!", "no such thing", "مرحبا"] {
        assert!(codelist::find("drug", word).is_empty(), "{word}");
    }
}

#[test]
fn how_a_text_was_understood_is_said() {
    let check = |list: &str, text: &str, expect: How| {
        assert_eq!(codelist::find(list, text)[0].how, expect, "{list}: {text}");
    };
    check("drug", "cocaine-base", How::Code);
    check("drug", "Heroína", How::Label(Language::Spanish));
    check("drug", "ريفوتريل", How::Synonym);
    check("drug", "Ephedrone", How::Synonym);
    check("hiding-place", "Car Parts", How::Raw);
}

#[test]
fn every_list_is_found_in() {
    check("unit", "KGS", "kilogram", true);
    check("unit", "gramos", "gram", true);
    check("unit", "كيلوغرامات", "kilogram", true);
    check("unit", "Sum Qty (lbs)", "pound", false);
    check("unit", "litres", "litre", true);
    check("place-type", "VÍAS PÚBLICAS", "road", true);
    check("place-type", "AEROPUERTO", "airport", true);
    check("transport", "vía aérea", "air", true);
    check("concealment", "doble fondo", "baggage-false-bottom", true);
    check("concealment", "rip-on/rip-off", "container-rip-on", true);
    check("concealment", "gancho ciego", "container-rip-on", true);
    check("concealment", "found in the sea chest of the ship", "vessel-sea-chest", false);
    check("concealment", "طوربيد", "vessel-hull-attachment", true);
    check("concealment", "Moteur du reefer", "container-reefer-machinery", true);
    check("country", "Côte d'Ivoire", "CI", true);
    check("country", "المملكة العربية السعودية", "SA", true);
    check("country", "Estados Unidos de América", "US", true);
    check("detection-means", "Binomio canino", "detector-dog", true);
    check("document-type", "cédula de ciudadanía", "id-card", true);
    check("packaging", "panela", "brick-wrapped", true);
    assert!(codelist::find("no-such-list", "x").is_empty());
}

#[test]
fn every_name_of_every_code_finds_it() {
    let mut count = 0;
    for list in codelist::names().filter_map(codelist::list) {
        for code in &list.codes {
            let labels = Language::ALL.map(|language| code.labels.get(language));
            let synonyms = code.synonyms.iter().map(|synonym| synonym.text.as_str());
            let raw = code.raw.values().flatten().map(String::as_str);
            let names = labels.into_iter().chain(synonyms).chain(raw).chain([code.code.as_str()]);
            for name in names.filter(|name| !codelist::fold(name).is_empty()) {
                let found = list.find(name);
                let found = found.iter().any(|one| one.whole && one.code == code);
                assert!(found, "{}: {name} does not find {}", list.name, code.code);
                count += 1;
            }
        }
    }
    assert!(count > 6_000, "{count} names");
}

proptest::proptest! {
    #[test]
    fn any_text_is_looked_for_without_harm(text in "\\PC{0,80}", more in "[a-zé ال0-9,/-]{0,400}") {
        for text in [&text, &more] {
            for found in codelist::find("drug", text) {
                proptest::prop_assert!(codelist::check("drug", &found.code.code).is_ok());
            }
        }
    }
}

/// Drug names of files that were never looked at when the list was made by UNODC's values.
#[test]
fn drug_names_of_other_countries_files_are_understood() {
    let columns = [
        ("us-cbp-nationwide-drugs-fy20-fy23.csv", "Drug Type"),
        ("uk-border-drug-seizures.csv", "drug"),
    ];
    for (file, column) in columns {
        let Some(text) = shared(file) else { return };
        let rows = rows(text.trim_start_matches('\u{feff}'));
        let at = rows[0].iter().position(|name| name == column).unwrap();
        let names: std::collections::BTreeSet<&str> =
            rows[1..].iter().map(|row| row[at].as_str()).collect();
        let is_class = |name: &str| name.contains("Class ") || name.starts_with("Other");
        let named = names.iter().filter(|name| !is_class(name));
        let lost: Vec<&&str> =
            named.clone().filter(|name| codelist::find("drug", name).is_empty()).collect();
        assert!(lost.is_empty() && named.count() > 8, "{file}: {lost:?}");
    }
}

#[test]
fn drug_headings_of_a_country_table_are_understood() {
    let Some(text) = shared("india-ncb-2018-2024-by-state.csv") else { return };
    let rows = rows(&text);
    let named = rows[0].iter().filter(|name| name.ends_with("_Kg") && !name.starts_with("Total"));
    let lost: Vec<&String> =
        named.clone().filter(|name| codelist::find("drug", name).is_empty()).collect();
    assert!(named.count() > 15);
    assert_eq!(lost, ["Anthralic_Acid_Kg", "Tablets_Kg"], "a misspelling, and no drug at all");
}
