//! What a node may add, what it may not, and what others see of it.

use crate::codelist::{self, Language, Registry, Written};
use crate::{Error, NodeCode};

const HEAD: &str = r#"
[extension]
node = "XA"
list = "concealment"
version = 1
date = "2026-11-25"
source = "National customs, hiding places"
"#;

const FAN: &str = r#"
[[code]]
code = "container-roof/XA:roof-fan"
ar = "مروحة في سقف الحاوية"
en = "Fan in the container roof"
fr = "Ventilateur du toit du conteneur"
es = "Ventilador del techo del contenedor"
also.es = ["extractor del techo"]
raw.xa-customs = ["VT-7"]
"#;

fn with(rest: &str) -> Result<Registry, Error> {
    Registry::with(&[&format!("{HEAD}{rest}")])
}

#[test]
fn a_node_adds_codes_and_words_by_a_file() {
    let word = "[[word]]\ncode = \"body-packing\"\nalso.es = [\"culebrero\"]\n\
        raw.xa-customs = [\"IN-1\"]\n";
    let registry = with(&format!("{FAN}{word}")).unwrap();
    let list = registry.list("concealment").unwrap();
    let own = list.exact("container-roof/XA:roof-fan").unwrap();
    assert_eq!(own.parent.as_deref(), Some("container-roof"));
    assert_eq!(list.from_raw("xa-customs", "VT-7"), Some(own));
    assert_eq!(list.from_raw("xa-customs", "IN-1").unwrap().code, "body-packing");
    assert_eq!(list.find("Extractor del TECHO")[0].code, own);
    assert_eq!(list.find("culebrero")[0].code.code, "body-packing");
    let path: Vec<&str> = list.path(&own.code).iter().map(|one| one.code.as_str()).collect();
    assert_eq!(path, ["container-roof/XA:roof-fan", "container-roof", "container"]);
    assert_eq!(registry.check("concealment", &own.code), Ok(()));
    let file = &registry.files()[0];
    assert_eq!((file.node.as_str(), file.list.as_str(), file.version), ("XA", "concealment", 1));
    let common = codelist::list("concealment").unwrap();
    assert_eq!(list.codes.len(), common.codes.len() + 1, "nothing of the common list is gone");
}

#[test]
fn a_code_of_another_node_is_valid_everywhere_and_shown_by_what_it_narrows() {
    let foreign = "container-roof/XB:lining";
    assert_eq!(codelist::check("concealment", foreign), Ok(()));
    let list = codelist::list("concealment").unwrap();
    assert_eq!(list.get(foreign).unwrap().code, "container-roof");
    assert_eq!(list.exact(foreign), None);
    let shown = |language| codelist::label("concealment", foreign, language);
    assert_eq!(shown(Language::English), "Roof of the container · XB:lining");
    assert_eq!(shown(Language::Arabic), "سقف الحاوية · XB:lining");
    let registry = with(FAN).unwrap();
    assert!(registry.check("concealment", foreign).is_err(), "unknown here: nobody may write it");
    let known = registry.list("concealment").unwrap();
    assert_eq!(
        known.label("container-roof/XA:roof-fan", Language::Spanish),
        "Ventilador del techo del contenedor"
    );
    assert_eq!(known.label("no-such-code", Language::French), "no-such-code");
}

#[test]
fn what_is_not_a_nodes_code_on_an_open_list_is_refused() {
    let check = |list: &str, code: &str, expect: bool| {
        assert_eq!(codelist::check(list, code).is_ok(), expect, "{list} {code}");
    };
    check("drug", "nitazene/XA:n-isopropyl-nitazene", true);
    check("drug", "nitazene/AMERIPOL:lote-7", true);
    check("drug", "no-such-drug/XA:x", false);
    check("drug", "nitazene/XA:", false);
    check("drug", "nitazene/xa:x", false);
    check("drug", "nitazene/XA:Upper", false);
    check("drug", "nitazene/XA:two words", false);
    check("drug", "nitazene/XA", false);
    check("drug", "XA:x", false);
    check("drug", "/XA:x", false);
    check("drug", &format!("nitazene/XA:{}", "a".repeat(65)), false);
    check("drug", "nitazene/XA:x/XB:y", false);
    for closed in ["offence", "warning", "country", "unit", "level", "purpose", "descriptor"] {
        let first = &codelist::list(closed).unwrap().codes[0].code;
        check(closed, &format!("{first}/XA:x"), false);
    }
}

#[test]
fn lists_that_decide_or_protect_are_closed() {
    let open: Vec<&str> =
        codelist::names().filter(|name| codelist::list(name).unwrap().open).collect();
    let never = ["offence", "warning", "descriptor", "purpose", "role", "level", "handling-code"];
    assert!(never.iter().all(|name| !open.contains(name)), "{open:?}");
    assert!(open.contains(&"concealment") && open.contains(&"drug"));
}

#[test]
fn an_extension_adds_and_never_changes() {
    let check = |from: &str, to: &str, expect: &str| {
        let text = format!("{HEAD}{FAN}").replacen(from, to, 1);
        assert_ne!(text, format!("{HEAD}{FAN}"), "{from} stands in the file");
        let error = Registry::with(&[&text]).unwrap_err().to_string();
        assert!(error.contains(expect), "{to}: {error}");
    };
    let code = "container-roof/XA:roof-fan";
    check(code, "container-roof", "is not written");
    check(code, "XA:roof-fan", "is not written");
    check(code, "container-roof/XB:roof-fan", "another node's name");
    check(code, "roof/XA:roof-fan", "not on the list");
    check("\"concealment\"", "\"offence\"", "closed list");
    check("\"concealment\"", "\"no-such-list\"", "no list");
    check("Fan in the container roof", "  ", "four languages");
    check("مروحة في سقف الحاوية", "roof fan", "four languages");
    check("Ventilateur du toit du conteneur", "مروحة", "four languages");
    check("Ventilador del techo del contenedor", &"a".repeat(201), "four languages");
    check("fr = \"Ventilateur du toit du conteneur\"\n", "", "missing field `fr`");
    check("also.es", "parent = \"vessel\"\nalso.es", "only a common code");
    check("also.es", "hiding_place = \"vessel\"\nalso.es", "only a common code");
    check("version = 1", "version = 0", "version");
    check("2026-11-25", "yesterday", "date");
    check("National customs, hiding places", "", "source");
    check("node = \"XA\"", "node = \"x\"", "A–Z");
}

#[test]
fn a_foreign_value_keeps_its_meaning() {
    let raw = |code: &str| format!("[[word]]\ncode = \"{code}\"\nraw.xa = [\"T\"]\n");
    assert!(with(&raw("vessel")).is_ok());
    let twice = with(&format!("{}{}", raw("vessel"), raw("vehicle"))).unwrap_err().to_string();
    assert!(twice.contains("means `vessel` already"), "{twice}");
    assert!(with(&raw("no-such-code")).is_err());
    let unodc = "[extension]\nnode = \"XA\"\nlist = \"unit\"\nversion = 1\ndate = \"2026-11-25\"\n\
        source = \"x\"\n[[word]]\ncode = \"gram\"\nraw.unodc-ids = [\"Kilogram\"]\n";
    assert!(Registry::with(&[unodc]).is_err(), "a closed list takes words, and none that clash");
    assert!(Registry::with(&[&unodc.replace("\"Kilogram\"", "\"Gramm\"")]).is_ok());
}

#[test]
fn extensions_of_several_nodes_stand_side_by_side() {
    let other = format!("{HEAD}{FAN}").replace("XA", "XB").replace("VT-7", "9");
    let own = format!("{HEAD}{FAN}");
    let registry = Registry::with(&[&own, &other]).unwrap();
    let list = registry.list("concealment").unwrap();
    for code in ["container-roof/XA:roof-fan", "container-roof/XB:roof-fan"] {
        assert!(list.exact(code).is_some(), "{code}");
    }
    assert_eq!(list.find("extractor del techo").len(), 2);
    let twice = Registry::with(&[&own, &own]).unwrap_err().to_string();
    assert!(twice.contains("twice"), "{twice}");
}

#[test]
fn an_extension_has_limits() {
    let large = format!("{HEAD}#{}", "x".repeat(codelist::BYTES_MAX));
    assert!(matches!(Registry::with(&[&large]), Err(Error::TooLarge { .. })));
    let words = "[[word]]\ncode = \"vessel\"\n".repeat(codelist::ENTRIES_MAX + 1);
    assert!(matches!(with(&words), Err(Error::TooLarge { .. })));
    let many = vec![""; codelist::FILES_MAX + 1];
    assert!(matches!(Registry::with(&many), Err(Error::TooLarge { .. })));
}

#[test]
fn a_written_code_comes_apart() {
    let written = Written::parse("crack/EU-LE:fish-scale").unwrap();
    assert_eq!((written.common, written.node, written.own), ("crack", "EU-LE", "fish-scale"));
    assert!(NodeCode::new(written.node).is_ok());
}
