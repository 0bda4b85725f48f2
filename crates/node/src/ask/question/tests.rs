use super::*;

fn read(text: &str) -> Question {
    Question::read(&Typed { text: text.into(), ..Typed::default() }, 2026).unwrap()
}

fn check(text: &str, expect: &str) {
    let question = read(text);
    assert_eq!(question.asked.code(), expect, "{text}: {question:?}");
}

#[test]
fn what_was_typed_is_recognised() {
    check("Arlo Quennevis", "person");
    check("محمد علي حسن", "person");
    check("QUENNEVIS, Arlo 1961-05-27", "person");
    check("CSQU3054383", "container");
    check("CSQU 305438 3", "container");
    check("+57 601 555 0100", "phone");
    check("IMO 9074729", "imo");
    check("GB82 WEST 1234 5698 7654 32", "iban");
    check("COL:AX123456", "travel-document");
    check("AX 123456", "number");
    check("ejemplo@example.org", "email");
}

#[test]
fn a_birth_date_beside_a_name_is_no_part_of_it() {
    let question = read("QUENNEVIS, Arlo (1961-05-27)");
    assert_eq!(question.names, ["QUENNEVIS, Arlo"]);
    assert_eq!(question.births, ["1961-05-27"]);
}

#[test]
fn a_wrong_check_digit_is_said_and_what_it_may_be_is_looked_up() {
    let question = read("CSQU3054388");
    assert_eq!(question.asked, Asked::Identifier(SelectorKind::Container));
    assert_eq!(question.findings.len(), 1);
    let readings: Vec<&str> = question.numbers.iter().map(|n| n.token.as_str()).collect();
    assert!(readings.iter().all(|token| *token != "container:CSQU3054388"), "{readings:?}");
}

#[test]
fn machine_readable_lines_give_name_birth_and_document() {
    let lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
                 L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    let question = read(lines);
    assert_eq!(question.asked, Asked::Zone);
    assert_eq!(question.names, ["ANNA MARIA ERIKSSON"]);
    assert_eq!(question.births, ["1974-08-12"]);
    assert!(question.findings.is_empty());
    let tokens: Vec<&str> = question.numbers.iter().map(|n| n.token.as_str()).collect();
    assert!(tokens.contains(&"travel-document:UTO:L898902C3"), "{tokens:?}");
    assert!(tokens.contains(&"number:L898902C3"), "{tokens:?}");
    let wrong = lines.replace("L898902C36", "L898902C37");
    assert!(!read(&wrong).findings.is_empty());
    for lines in [
        "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6",
    ] {
        let question = read(lines);
        assert_eq!(question.asked, Asked::Zone, "{lines}");
        assert_eq!(question.names, ["ANNA MARIA ERIKSSON"]);
    }
}

#[test]
fn the_asker_corrects_the_reading() {
    let typed = Typed { text: "AX123456".into(), kind: Some("plate".into()), ..Typed::default() };
    let question = Question::read(&typed, 2026).unwrap();
    assert_eq!(question.asked.code(), "plate");
    assert!(question.numbers.iter().any(|number| number.token == "number:AX123456"));
    let typed = Typed { kind: Some("phone".into()), ..typed };
    assert!(Question::read(&typed, 2026).is_err());
    let typed = Typed { kind: Some("belief".into()), ..typed };
    assert!(Question::read(&typed, 2026).unwrap_err().to_string().contains("no kind"));
}

#[test]
fn nothing_and_too_much_are_no_questions() {
    for text in ["", "   ", "!!!"] {
        let typed = Typed { text: text.into(), ..Typed::default() };
        assert!(Question::read(&typed, 2026).is_err(), "{text:?}");
    }
    let typed = Typed { text: "x".repeat(TEXT_BYTES_MAX + 1), ..Typed::default() };
    assert!(Question::read(&typed, 2026).is_err());
}

#[test]
fn a_question_survives_its_bytes() {
    let question = read("QUENNEVIS, Arlo 1961-05-27");
    assert_eq!(Question::from_bytes(&question.to_bytes()).unwrap(), question);
}
