//! Specimens of ICAO Doc 9303 (issued by Utopia) and what becomes of them when a digit is wrong.

use proptest::prelude::*;

use super::*;

/// Part 4, appendix B.
const TD3: &str = "\
P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZE184226B<<<<<10";
/// Part 5, appendix B.
const TD1: &str = "\
I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
/// Part 6, appendix B.
const TD2: &str = "\
I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
D231458907UTO7408122F1204159<<<<<<<6";
/// Part 7, appendix A.
const MRV_A: &str = "\
V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L8988901C4XXX4009078F96121096ZE184226B<<<<<<";
/// Part 7, appendix B.
const MRV_B: &str = "\
V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
L8988901C4XXX4009078F9612109<<<<<<<<";
/// Part 5, appendix C: a number of eleven characters.
const TD1_LONG: &str = "\
I<UTOD23145890<7349<<<<<<<<<<<
3407127M9507122UTO<<<<<<<<<<<2
STEVENSON<<PETER<JOHN<<<<<<<<<";
/// Part 6, appendix C: a number of eleven characters.
const TD2_LONG: &str = "\
I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<
D23145890<UTO3407127M95071227349<<<8";
const SPECIMENS: [&str; 7] = [TD3, TD1, TD2, MRV_A, MRV_B, TD1_LONG, TD2_LONG];

fn joined(text: &str) -> String {
    text.replace('\n', "")
}

#[test]
fn specimens_are_read() {
    let check = |text: &str, format: Format, number: &str, name: (&str, &str), birth: [u8; 3]| {
        let (zone, findings) = parse(text);
        assert_eq!(findings, [], "{text}");
        assert_eq!((zone.format, zone.number.as_str()), (format, number));
        assert_eq!((zone.name.primary.as_str(), zone.name.secondary.as_str()), name);
        let read = [zone.birth.year, zone.birth.month, zone.birth.day];
        assert_eq!(read, birth.map(Some));
        assert_eq!((zone.issuer.as_str(), zone.name.truncated), ("UTO", false));
        assert_eq!(zone.text(), joined(text));
        assert_eq!(parse(zone.text()), (zone.clone(), vec![]));
        assert_eq!(zone.document().unwrap().value(), format!("UTO:{number}"));
    };
    let anna = ("ERIKSSON", "ANNA MARIA");
    let peter = ("STEVENSON", "PETER JOHN");
    check(TD3, Format::Td3, "L898902C3", anna, [74, 8, 12]);
    check(TD1, Format::Td1, "D23145890", anna, [74, 8, 12]);
    check(TD2, Format::Td2, "D23145890", anna, [74, 8, 12]);
    check(MRV_A, Format::MrvA, "L8988901C", anna, [40, 9, 7]);
    check(MRV_B, Format::MrvB, "L8988901C", anna, [40, 9, 7]);
    check(TD1_LONG, Format::Td1, "D23145890734", peter, [34, 7, 12]);
    check(TD2_LONG, Format::Td2, "D23145890734", peter, [34, 7, 12]);
}

#[test]
fn all_fields_of_the_passport_are_read() {
    let (zone, _) = parse(TD3);
    assert_eq!(
        (zone.code.as_str(), zone.sex, zone.nationality.as_str()),
        ("P", Sex::Female, "UTO")
    );
    assert_eq!(zone.optional, ["ZE184226B"]);
    assert_eq!(zone.birth.year_up_to(2026), Some(1974));
    assert_eq!(zone.expiry.year_near(2010), Some(2012));
    assert_eq!(MrzDate { year: Some(26), ..MrzDate::default() }.year_up_to(2026), Some(2026));
    assert_eq!(MrzDate { year: Some(27), ..MrzDate::default() }.year_up_to(2026), Some(1927));
    assert_eq!(parse(MRV_A).0.nationality, "XXX");
}

#[test]
fn check_digits_are_as_in_part_3() {
    assert_eq!(check_digit(["520727"]), Some('3'));
    assert_eq!(check_digit(["AB2134<<<"]), Some('5'));
    // The composite of part 5's example, over three pieces.
    assert_eq!(
        check_digit(["D231458907<<<<<<<<<<<<<<<7408122", "1204159", "<<<<<<<<<<<"]),
        Some('6')
    );
    assert_eq!(check_digit(["a"]), None);
}

#[test]
fn findings_say_what_is_wrong() {
    let check = |from: &str, to: &str, expect: &[Finding]| {
        let (_, findings) = parse(&TD3.replacen(from, to, 1));
        assert_eq!(findings, expect, "{from} {to}");
    };
    let digit = |field, found, expect| Finding::CheckDigit { field, found, expect: Some(expect) };
    let (number, composite) = (Field::Number, Field::Composite);
    check("L898902C36", "L898902C35", &[digit(number, '5', '6'), digit(composite, '0', '3')]);
    check("7408122F", "7408123F", &[digit(Field::Birth, '3', '2'), digit(composite, '0', '3')]);
    check("<<<<<10", "<<<<<11", &[digit(composite, '1', '0')]);
    check("2F1", "2X1", &[Finding::Sex('X')]);
    check("P<UTO", "P<ZZZ", &[Finding::Issuer("ZZZ".into())]);
    check("6UTO", "6ZZZ", &[Finding::Nationality("ZZZ".into())]);
    check("P<UTO", "X<UTO", &[Finding::Code("X".into())]);
    check("ANNA", "ANN4", &[]);
    check("ANNA", "ANNÄ", &[Finding::Sign('Ä')]);
    check("<<<\n", "\n", &[Finding::Shape]);
}

#[test]
fn a_cut_zone_still_says_what_it_can() {
    let (zone, findings) = parse("p<utoeriksson<<anna<maria\nL898902C36UTO7408122F1204159");
    assert_eq!(zone.number, "L898902C3");
    assert_eq!(zone.format, Format::Td2, "27 signs fit the shorter line");
    assert_eq!(findings[0], Finding::Shape);
    let (zone, findings) = parse("");
    assert_eq!((zone.number.as_str(), &findings[0]), ("", &Finding::Shape));
}

#[test]
fn only_a_right_zone_is_a_selector() {
    for text in SPECIMENS {
        assert_eq!(canonical(text).as_deref(), Ok(joined(text).as_str()));
        assert_eq!(canonical(&text.to_lowercase()).as_deref(), Ok(joined(text).as_str()));
        assert!(canonical(&text[..text.len() - 1]).is_err(), "cut");
    }
    // A filler for the check digit of an empty optional field, as part 4 allows.
    let zero = with_check_digits(&TD3.replace("ZE184226B<<<<<1", "<<<<<<<<<<<<<<0")).unwrap();
    let filler = format!("{}<{}", &zero[..86], &zero[87..]);
    assert_eq!(zero.as_bytes()[86], b'0');
    assert!(canonical(&zero).is_ok() && canonical(&filler).is_ok());
}

/// Places whose digit the format's check digits cover.
fn covered(format: Format) -> Vec<usize> {
    let checks: Vec<_> = format.layout().checks().collect();
    let ranges = checks.iter().flat_map(|check| check.ranges.iter().cloned().flatten());
    ranges.chain(checks.iter().map(|check| check.place)).collect()
}

proptest! {
    #[test]
    fn one_wrong_digit_is_found(which in 0..SPECIMENS.len(), at in 0..90usize, add in 1..10u8) {
        let text = joined(SPECIMENS[which]);
        let places = covered(parse(&text).0.format);
        let digits: Vec<usize> =
            places.into_iter().filter(|i| text.as_bytes()[*i].is_ascii_digit()).collect();
        let place = digits[at % digits.len()];
        let mut bytes = text.into_bytes();
        bytes[place] = b'0' + (bytes[place] - b'0' + add) % 10;
        prop_assert!(canonical(std::str::from_utf8(&bytes).unwrap()).is_err());
    }

    #[test]
    fn what_is_filled_in_is_right(
        number in "[A-Z0-9]{1,9}",
        birth in "[0-9]{2}0[1-9]1[0-9]",
        name in "[A-Z]{1,20}",
    ) {
        let names = format!("P<UTO{name:<<39}");
        let second = format!("{number:<<9}0UTO{birth}0M3001010{:<<14}00", "");
        let text = with_check_digits(&format!("{names}\n{second}")).unwrap();
        prop_assert_eq!(canonical(&text).unwrap(), text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*", lines in "[A-Z0-9<\n]{0,100}") {
        for text in [text, lines] {
            let (zone, _) = parse(&text);
            prop_assert!([72, 88, 90].contains(&zone.text().len()));
            let _ = with_check_digits(&text);
        }
    }
}
