//! What is found in sentences, and what is not.

use proptest::prelude::*;

use super::*;

/// Kind and value of each mention, and the words it was found in.
fn found(text: &str) -> Vec<String> {
    let show = |one: &Mention| format!("{} [{}]", one.selector, &text[one.start..one.end]);
    extract(text).iter().map(show).collect()
}

fn check(text: &str, expect: &[&str]) {
    assert_eq!(found(text), expect, "{text}");
}

#[test]
fn telling_values_need_no_word() {
    check("write to Ana@Example.org.", &["email ana@example.org [Ana@Example.org]"]);
    check("call +57 300 123 4567 now", &["phone +573001234567 [+57 300 123 4567]"]);
    check("box CSQU 305438 3, sealed", &["container CSQU3054383 [CSQU 305438 3]"]);
    check(
        "to GB29 NWBK 6016 1331 9268 19.",
        &["iban GB29NWBK60161331926819 [GB29 NWBK 6016 1331 9268 19]"],
    );
    check("item RR473124829GB", &["postal-item RR473124829GB [RR473124829GB]"]);
    check(
        "see https://t.me/ana_diaz?x=1",
        &["online-handle telegram:ana_diaz [https://t.me/ana_diaz?x=1]"],
    );
    check(
        "host https://files.example.org/a from 192.0.2.1",
        &["domain files.example.org [files.example.org]", "ip-address 192.0.2.1 [192.0.2.1]"],
    );
    check("tweezers 50-36-2 in bag", &["cas 50-36-2 [50-36-2]"]);
    check("his CPF 529.982.247-25", &["national-identity BRA:52998224725 [529.982.247-25]"]);
    check("12345678Z", &["national-identity ESP:12345678Z [12345678Z]"]);
}

#[test]
fn a_word_tells_the_rest() {
    check("AB123456 was on the list", &[]);
    check("Colombian passport AB123456", &["travel-document COL:AB123456 [AB123456]"]);
    check("pasaporte colombiano n.º AB 123456", &["travel-document COL:AB123456 [AB 123456]"]);
    check("le passeport sénégalais A00412345", &["travel-document SEN:A00412345 [A00412345]"]);
    check("جواز سفر مغربي رقم AB١٢٣٤٥٦٧", &["travel-document MAR:AB1234567 [AB١٢٣٤٥٦٧]"]);
    check("A00412345 (passport of Senegal)", &["travel-document SEN:A00412345 [A00412345]"]);
    check("passport without a country AB123456", &[]);
    check("Spanish plate 1234 BCD", &["plate ESP:1234BCD [1234 BCD]"]);
    check(
        "cédula de ciudadanía 1.020.304.050",
        &["national-identity COL:1020304050 [1.020.304.050]"],
    );
    check("Telegram @ana_diaz", &["online-handle telegram:ana_diaz [@ana_diaz]"]);
    check("case 12345678 and passport", &[]);
    check("vuelo AV 046 de Bogotá", &["flight-number AV46 [AV 046]"]);
    check(
        "precintos ML0123456, ML0123457 y ML0123458",
        &["seal ML0123456 [ML0123456]", "seal ML0123457 [ML0123457]", "seal ML0123458 [ML0123458]"],
    );
}

#[test]
fn an_amount_of_money_is_no_identifier() {
    check("Colombian passport, price $12345678", &[]);
    check("Colombian passport, price US$12345678", &[]);
    check("Colombian passport, price: ($12345678)", &[]);
    check("pasaporte colombiano por $ 12345678", &[]);
    check("pasaporte colombiano por 12345678 €", &[]);
    check(
        "Colombian passport, paid £12345678, no. 87654321",
        &["travel-document COL:87654321 [87654321]"],
    );
}

#[test]
fn an_arabic_amount_is_no_identifier() {
    check("جواز سفر مغربي ومعه 12345678 حبة", &[]);
    check("جواز سفر مغربي ومعه 12345678 سنة", &[]);
    check(
        "أختام ML0123456 أو ML0123457",
        &["seal ML0123456 [ML0123456]", "seal ML0123457 [ML0123457]"],
    );
}

/// The text is folded before words are compared with it: a word that is not would never be met.
#[test]
fn words_are_written_as_the_text_is_searched() {
    for word in value::UNITS.iter().chain(named::AND) {
        assert_eq!(folded::word(word), *word);
    }
}

#[test]
fn an_address_written_up_to_another_script_is_read_from_its_scheme() {
    check(
        "موقعhttps://t.me/ana_diaz",
        &["online-handle telegram:ana_diaz [https://t.me/ana_diaz]"],
    );
    check("a—https://files.example.org/x", &["domain files.example.org [files.example.org]"]);
}

fn candidate(start: usize, end: usize, basis: Basis) -> Candidate {
    Candidate { selector: None, start, end, basis }
}

fn resolved(found: &[Candidate]) -> Vec<(usize, usize)> {
    resolve(found.to_vec()).iter().map(|one| (one.start, one.end)).collect()
}

#[test]
fn what_overlaps_only_a_claim_that_goes_stays() {
    let (form, check) = (Basis::Form, Basis::Check);
    let chain = [candidate(0, 10, form), candidate(8, 20, form), candidate(18, 40, form)];
    assert_eq!(resolved(&chain), [(0, 10), (18, 40)]);
    let part = [candidate(0, 10, form), candidate(2, 6, check)];
    assert_eq!(resolved(&part), [(0, 10)]);
    let (founded, plain) = (candidate(5, 15, check), candidate(0, 10, form));
    assert_eq!(resolved(&[plain, founded]), [(5, 15)]);
}

#[test]
fn cards_are_found_with_a_key_only() {
    let text = "card 4111 1111 1111 1111";
    assert_eq!(extract(text), []);
    let key = CardKey::new(&[7; 32]);
    let found = extract_with(text, &key);
    assert_eq!(found.len(), 1);
    assert_eq!(Ok(&found[0].selector), key.selector("4111111111111111").as_ref());
}

#[test]
fn zones_are_read_whole() {
    let zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let text = format!("It reads:\n{zone}\nand no more");
    let found = extract(&text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].start..found[0].end], zone);
}

/// Text that looks as if it held something.
fn near() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "\\PC{0,12}",
        "(passport|cédula|DNI|placa|رقم|جواز|tel|Telegram|seal|B/L|IMEI|flight|card)[ :.]{0,2}",
        "[A-Z0-9٠-٩]{1,12}[-./ @:]",
        "[+]?[0-9]{1,5}[ -]",
        "(español|Colombia|US|مغربي|<<|://|@|\n|\u{200f})",
    ];
    prop::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_claim_goes_only_for_a_better_one_that_stays(
        spans in prop::collection::vec((0_usize..60, 1_usize..12), 0..24),
    ) {
        let form = |(start, size): &(usize, usize)| candidate(*start, start + size, Basis::Form);
        let all: Vec<Candidate> = spans.iter().map(form).collect();
        let kept = resolved(&all);
        prop_assert!(kept.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        for one in &all {
            let over = kept.iter().find(|(start, end)| *start < one.end && one.start < *end);
            let (start, end) = over.expect("it stays, or something overlaps it");
            let better = kept.iter().any(|(start, end)| {
                *start < one.end && one.start < *end && end - start >= one.end - one.start
            });
            prop_assert!(better, "{start}..{end} for {one:?}");
        }
    }

    #[test]
    fn mentions_are_in_order_and_are_what_they_say(text in near()) {
        let mut last = 0;
        for one in extract_with(&text, &CardKey::new(&[7; 32])) {
            prop_assert!(last <= one.start && one.start < one.end && one.end <= text.len());
            prop_assert!(text.is_char_boundary(one.start) && text.is_char_boundary(one.end));
            let again = Selector::parse(one.selector.kind(), one.selector.value());
            prop_assert_eq!(again, Ok(one.selector));
            if let Basis::Word { start, end } = one.basis {
                prop_assert!(!text[start..end].is_empty());
            }
            last = one.end;
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = extract(&text);
    }
}
