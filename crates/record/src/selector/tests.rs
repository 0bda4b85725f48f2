//! What holds for every kind of selector.

use proptest::prelude::*;

use super::*;

/// One text a kind, none of them in canonical form.
const FOREIGN: [(SelectorKind, &str, &str); 8] = [
    (
        SelectorKind::Mrz,
        "i<utoeriksson<<anna<maria<<<<<<<<<<<\nd231458907uto7408122f1204159<<<<<<<6",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
    ),
    (SelectorKind::Inchikey, "zpucindjvbivpj-ljispdsosa-n", "ZPUCINDJVBIVPJ-LJISPDSOSA-N"),
    (SelectorKind::Cas, "CAS 7732-18-5", "7732-18-5"),
    (SelectorKind::Email, "Ana@Example.ORG", "ana@example.org"),
    (SelectorKind::TravelDocument, "co: ab 123456", "COL:AB123456"),
    (SelectorKind::Phone, "+57 300 123 4567", "+573001234567"),
    (SelectorKind::Unlocode, "CO BUN", "COBUN"),
    (SelectorKind::Geohash, " d29ft4 ", "d29ft4"),
];

#[test]
fn each_kind_has_one_form() {
    for (kind, text, expect) in FOREIGN {
        let selector = Selector::parse(kind, text).unwrap();
        assert_eq!((selector.kind(), selector.value()), (kind, expect));
    }
    assert_eq!(FOREIGN.map(|(kind, ..)| kind).as_slice(), SelectorKind::ALL);
}

#[test]
fn what_is_read_is_parsed() {
    let read = serde_json::from_str::<Selector>;
    let phone = read(r#"{"kind": "phone", "value": "+57 300 123 4567"}"#).unwrap();
    assert_eq!(phone.value(), "+573001234567");
    let text = serde_json::to_string(&phone).unwrap();
    assert_eq!(text, r#"{"kind":"phone","value":"+573001234567"}"#);
    assert!(read(r#"{"kind": "phone", "value": "5"}"#).is_err());
    assert!(read(r#"{"kind": "name", "value": "x"}"#).is_err());
    assert!(read(r#"{"kind": "phone", "value": "+573001234567", "more": 1}"#).is_err());
    for kind in SelectorKind::ALL {
        let code = serde_json::to_value(kind).unwrap();
        assert_eq!(code, kind.code());
    }
}

#[test]
fn a_pasted_text_is_guessed() {
    let check = |text: &str, expect: &[&str]| {
        let found: Vec<_> = Selector::guess(text).iter().map(ToString::to_string).collect();
        assert_eq!(found, expect, "{text}");
    };
    for (kind, text, expect) in FOREIGN {
        check(text, &[&format!("{} {expect}", kind.code())]);
    }
    check("CO:AB123456", &["travel-document COL:AB123456"]);
    check("0057 300 1234567", &["phone +573001234567"]);
    check("MZ9QP", &["unlocode MZ9QP"]);
    check("mz9qp", &["geohash mz9qp"]);
    check("crush", &[]);
    check("Juan Pérez", &[]);
    check("3001234567", &[]);
    check("", &[]);
}

#[test]
fn scanned_documents_have_lookalikes() {
    let of = |kind, text| {
        let found = Selector::parse(kind, text).unwrap().lookalikes();
        found.iter().map(|selector| selector.value().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(SelectorKind::TravelDocument, "CO:AO1"), ["COL:A01", "COL:AOI", "COL:A0I"]);
    assert_eq!(of(SelectorKind::Unlocode, "COBUN"), Vec::<String>::new());
}

#[test]
fn long_and_empty_texts_are_refused() {
    for kind in SelectorKind::ALL {
        let long = "A".repeat(TEXT_BYTES_MAX + 1);
        let too_large = Error::TooLarge { what: "selector", max: TEXT_BYTES_MAX };
        assert_eq!(Selector::parse(*kind, &long), Err(too_large));
        assert_eq!(Selector::parse(*kind, " \n"), Err(Error::field(kind.code(), "is empty")));
    }
}

/// Texts near enough to each kind that many are accepted.
fn near() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[+]?(00)?[1-9][0-9 ()./-]{3,18}",
        "[A-Za-z0-9.+_é]{1,12}@[a-zA-Zßüñ0-9-]{1,12}[.][A-Za-zşİΣ]{2,6}",
        "(CO|de|UTO|xxa|GB):[A-Za-z0-9 <-]{1,24}",
        "(CO|us|XZ) ?[A-Z2-9]{3}",
        "[0-9b-hjkmnp-zB-Z]{1,13}",
        "[1-9][0-9]{1,6}-[0-9]{2}-[0-9]",
        "[A-DF-S]{14}-[A-DF-R]{8}[SN]A-[A-Z]",
    ]
}

proptest! {
    #[test]
    fn canonical_is_idempotent(text in near()) {
        for kind in SelectorKind::ALL {
            if let Ok(selector) = Selector::parse(*kind, &text) {
                prop_assert_eq!(Selector::parse(*kind, selector.value()), Ok(selector.clone()));
                let padded = format!("  {text}\n");
                prop_assert_eq!(Selector::parse(*kind, &padded), Ok(selector));
            }
        }
    }

    #[test]
    fn no_parser_panics(text in any::<String>()) {
        for kind in SelectorKind::ALL {
            let _ = Selector::parse(*kind, &text);
        }
        let _ = (Selector::guess(&text), lookalike::readings(&text));
        let _ = (issuer::resolve(&text), geohash::decode(&text), document::number_canonical(&text));
    }

    #[test]
    fn a_wrong_check_digit_is_no_cas_number(head in "[1-9][0-9]{1,6}", middle in "[0-9]{2}") {
        let numbers = (0..10).map(|last| format!("{head}-{middle}-{last}"));
        let good = numbers.filter(|number| Selector::parse(SelectorKind::Cas, number).is_ok());
        prop_assert_eq!(good.count(), 1);
    }
}
