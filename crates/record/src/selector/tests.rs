//! What holds for every kind of selector.

use proptest::prelude::*;

use super::*;

/// One text a kind, none of them in canonical form.
const FOREIGN: [(SelectorKind, &str, &str); 36] = [
    (
        SelectorKind::Mrz,
        "i<utoeriksson<<anna<maria<<<<<<<<<<<\nd231458907uto7408122f1204159<<<<<<<6",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
    ),
    (SelectorKind::Inchikey, "zpucindjvbivpj-ljispdsosa-n", "ZPUCINDJVBIVPJ-LJISPDSOSA-N"),
    (SelectorKind::Cas, "CAS 7732-18-5", "7732-18-5"),
    (SelectorKind::Email, "Ana@Example.ORG", "ana@example.org"),
    (
        SelectorKind::Wallet,
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    ),
    (SelectorKind::Iban, "GB29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819"),
    (
        SelectorKind::Card,
        "5D41402A:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
        "5d41402a:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ),
    (SelectorKind::Lei, "LEI: 506700GE1G29325QX363", "506700GE1G29325QX363"),
    (SelectorKind::PackageMark, "pHash:C3D9A41E5B7F0826", "phash:c3d9a41e5b7f0826"),
    (SelectorKind::IpAddress, "2001:DB8:0::1", "2001:db8::1"),
    (SelectorKind::Container, "CSQU 305438 3", "CSQU3054383"),
    (SelectorKind::PostalItem, "RR 473 124 829 GB", "RR473124829GB"),
    (SelectorKind::Vin, "1M8GDM9AX KP042788", "1M8GDM9AXKP042788"),
    (SelectorKind::TravelDocument, "co: ab 123456", "COL:AB123456"),
    (SelectorKind::NationalIdentity, "ES:12345678-z", "ESP:12345678Z"),
    (SelectorKind::DrivingLicence, "us-ca:i1234562", "USA-CA:I1234562"),
    (SelectorKind::Plate, "co:abc-123", "COL:ABC123"),
    (SelectorKind::Phone, "+57 300 123 4567", "+573001234567"),
    (SelectorKind::Imei, "35-209900-176148-1", "352099001761481"),
    (SelectorKind::Iccid, "89 44500 10219830482 6", "8944500102198304826"),
    (SelectorKind::Imsi, "IMSI 732101234567890", "732101234567890"),
    (SelectorKind::Imo, "IMO 9074729", "9074729"),
    (SelectorKind::Mmsi, "730 123 456", "730123456"),
    (SelectorKind::OnlineHandle, "https://t.me/Ana_Diaz", "telegram:ana_diaz"),
    (SelectorKind::Domain, "Bücher.Example", "xn--bcher-kva.example"),
    (SelectorKind::AirWaybill, "020 1234 5675", "020-12345675"),
    (SelectorKind::Bic, "DEUT DE FF", "DEUTDEFF"),
    (SelectorKind::Unlocode, "CO BUN", "COBUN"),
    (SelectorKind::Geohash, " d29ft4 ", "d29ft4"),
    (SelectorKind::AircraftRegistration, "hk-4922", "HK4922"),
    (SelectorKind::FlightNumber, "AV 046", "AV46"),
    (SelectorKind::CallSign, "hkab-2", "HKAB2"),
    (SelectorKind::BookingLocator, "x7kq2p", "X7KQ2P"),
    (SelectorKind::BillOfLading, "xxxu 123-456-7890", "XXXU1234567890"),
    (SelectorKind::Seal, "ml-0123456", "ML0123456"),
    (SelectorKind::FirearmSerial, "xyz-123456", "XYZ123456"),
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
        if (kind.rule().likely)(text.trim()) {
            let found = Selector::guess(text);
            assert!(found.iter().any(|one| one.kind() == kind && one.value() == expect), "{text}");
        }
    }
    check("CO:AB123456", &["travel-document COL:AB123456"]);
    check("ES:12345678Z", &["travel-document ESP:12345678Z", "national-identity ESP:12345678Z"]);
    check("0057 300 1234567", &["phone +573001234567"]);
    check("MZ9QP", &["unlocode MZ9QP"]);
    check("mz9qp", &["geohash mz9qp"]);
    check("4111 1111 1111 1111", &[]);
    check("crush", &[]);
    check("Juan Pérez", &[]);
    check("3001234567", &[]);
    check("", &[]);
}

#[test]
fn digits_of_other_scripts_are_read() {
    let check = |kind, text: &str, expect: &str| {
        assert_eq!(Selector::parse(kind, text).unwrap().value(), expect);
    };
    check(SelectorKind::Phone, "+٥٧ ٣٠٠ ١٢٣ ٤٥٦٧", "+573001234567");
    check(SelectorKind::Imei, "۳۵۲۰۹۹۰۰۱۷۶۱۴۸۱", "352099001761481");
    check(SelectorKind::Container, "ＣＳＱＵ３０５４３８３", "CSQU3054383");
}

#[test]
fn every_kind_has_a_label_and_an_example() {
    let list = crate::codelist::list("selector").unwrap();
    let codes: Vec<_> = list.codes.iter().map(|code| code.code.as_str()).collect();
    let mut kinds: Vec<_> = SelectorKind::ALL.iter().map(|kind| kind.code()).collect();
    kinds.sort_unstable();
    assert_eq!(codes, kinds);
    for kind in SelectorKind::ALL {
        let example = kind.rule().example;
        let shown = example.ends_with('…');
        let parsed = Selector::parse(*kind, example).map(|selector| selector.value().to_owned());
        assert!(shown || parsed.as_deref() == Ok(example), "{kind:?} {parsed:?}");
    }
}

/// A digit changed in turn, by every other one.
pub(super) fn slips(value: &str) -> Vec<String> {
    let digits = value.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let changed = |(at, was): (usize, char)| {
        let others = ('0'..='9').filter(move |c| *c != was);
        others.map(move |c| format!("{}{c}{}", &value[..at], &value[at + 1..]))
    };
    digits.flat_map(changed).collect()
}

#[test]
fn one_wrong_digit_fails_where_the_standard_says_so() {
    let whole = |kind: &SelectorKind| matches!(kind.rule().check, Check::Digit(_));
    let kinds: Vec<_> = SelectorKind::ALL.iter().copied().filter(whole).collect();
    assert_eq!(kinds.len(), 5, "IBAN, card, LEI, IMEI, ICCID");
    for (kind, _, value) in FOREIGN.into_iter().filter(|(kind, ..)| kinds.contains(kind)) {
        if kind != SelectorKind::Card {
            let passed = slips(value).iter().any(|slip| Selector::parse(kind, slip).is_ok());
            assert!(!passed, "{kind:?}");
        }
    }
}

#[test]
fn most_wrong_digits_fail_where_the_check_is_weaker() {
    let checked = |kind: &SelectorKind| matches!(kind.rule().check, Check::Partial(_));
    for (kind, _, value) in FOREIGN.into_iter().filter(|(kind, ..)| checked(kind)) {
        let slips = slips(value);
        let passed = slips.iter().filter(|slip| Selector::parse(kind, slip).is_ok()).count();
        // An air waybill's prefix, 27 of its 99 slips, is not under the check.
        assert!(passed * 3 <= slips.len(), "{kind:?}: {passed} of {}", slips.len());
    }
}

#[test]
fn scanned_documents_have_lookalikes() {
    let of = |kind, text| {
        let found = Selector::parse(kind, text).unwrap().lookalikes();
        found.iter().map(|selector| selector.value().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(SelectorKind::TravelDocument, "CO:AO1"), ["COL:A01", "COL:AOI", "COL:A0I"]);
    assert_eq!(of(SelectorKind::Plate, "ES:1234BCD").len(), 23);
    // A check digit, or a form that says where letters stand, leaves none.
    assert_eq!(of(SelectorKind::Container, "CSQU3054383"), Vec::<String>::new());
    assert_eq!(of(SelectorKind::NationalIdentity, "ES:12345678Z"), Vec::<String>::new());
    assert_eq!(of(SelectorKind::Unlocode, "COBUN"), Vec::<String>::new());
}

#[test]
fn a_misread_number_is_read_as_its_check_digit_says() {
    let check = |kind, scanned: &str, expect: &[&str]| {
        let found = Selector::readings(kind, scanned);
        let first: Vec<_> = found.iter().take(1).map(Selector::value).collect();
        assert_eq!(first, expect, "{scanned}: {found:?}");
    };
    check(SelectorKind::Container, "CSQU3O54383", &["CSQU3054383"]);
    check(SelectorKind::Container, "C5QU 305438 3", &["CSQU3054383"]);
    check(SelectorKind::Vin, "1M8GDM9AXKPO42788", &["1M8GDM9AXKP042788"]);
    check(SelectorKind::AirWaybill, "O2O-I2345675", &["020-12345675"]);
    check(SelectorKind::PostalItem, "RR47312482968", &["RR473124829GB"]);
    check(SelectorKind::NationalIdentity, "ES:1234S67BZ", &["ESP:12345678Z"]);
    check(SelectorKind::NationalIdentity, "BR:S29.982.247-2S", &["BRA:52998224725"]);
    check(SelectorKind::Iban, "GB29NWBK6O161331926819", &[]);
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
    let telling = prop_oneof![
        "\\PC{0,40}",
        "[+]?(00)?[1-9][0-9 ()./-]{3,18}",
        "[A-Za-z0-9.+_é]{1,12}@[a-zA-Zßüñ0-9-]{1,12}[.][A-Za-zşİΣ]{2,6}",
        "(CO|de|UTO|xxa|GB|es|FR|ve|us-ca|MA|il):[VXabY]{0,1}[A-Za-z0-9 <-]{1,24}",
        "(CO|us|XZ) ?[A-Z2-9]{3}",
        "[0-9b-hjkmnp-zB-Z]{1,13}",
        "[1-9][0-9]{1,6}-[0-9]{2}-[0-9]",
        "[A-DF-S]{14}-[A-DF-R]{8}[SN]A-[A-Z]",
    ];
    let plain = prop_oneof![
        "[0-9٠-٩۰-۹０-９ -]{5,20}",
        "[A-Za-z]{2,4}[0-9 -]{5,14}[A-Z]{0,2}",
        "(telegram|X|threema|session|new-one|https://t[.]me/)[:]?@?[A-Za-zİ0-9_.]{1,12}",
        "(phash|PDQ|dhash): ?[0-9a-fA-F]{16}",
        "(0x|bc1|1|3|T)[0-9a-zA-Z]{25,40}",
        "[0-9a-f:.]{2,20}",
        "[a-zA-Zßüñé0-9-]{1,12}([.]|\\[[.]\\])[A-Za-zşİΣ]{2,6}[.]?",
        "[0-9A-F]{8}:[0-9a-fA-F]{64}",
    ];
    prop_oneof![telling, plain]
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
        let _ = (Selector::guess(&text), lookalike::readings(&text), mrz::readings(&text));
        let _ = (issuer::resolve(&text), geohash::decode(&text), document::number_canonical(&text));
    }

    #[test]
    fn a_wrong_check_digit_is_no_cas_number(head in "[1-9][0-9]{1,6}", middle in "[0-9]{2}") {
        let numbers = (0..10).map(|last| format!("{head}-{middle}-{last}"));
        let good = numbers.filter(|number| Selector::parse(SelectorKind::Cas, number).is_ok());
        prop_assert_eq!(good.count(), 1);
    }
}
