use super::*;
use crate::{Handling, Kind, Level, Purpose, Timestamp, Unit};

fn record(kind: Kind, which: usize) -> Record {
    let body = kind.examples()[which].clone();
    let evaluation = kind.asserts().then_some(crate::Evaluation {
        source: crate::evaluation::Source::A,
        information: crate::evaluation::Information::FirstHand,
        nature: crate::evaluation::Nature::Fact,
        original: None,
    });
    let header = Header {
        network: Digest::of(&[b"exercise"]),
        owner: NodeCode::new("XA").unwrap(),
        id: RecordId::new(Timestamp(1_767_225_600_000), [9; 10]),
        revision: 1,
        previous: None,
        unit: Unit::new("POLICE").unwrap(),
        kind,
        handling: Handling::new(Level::Restricted, &[]),
        evaluation,
        purposes: vec![Purpose::CriminalInvestigation],
        created: Timestamp(1_767_225_600_000),
        review: "2030-12-31".parse().unwrap(),
        expiry: "2030-12-31".parse().unwrap(),
    };
    let recipients = Some(vec![NodeCode::new("XB").unwrap()]);
    let extras = Extras { recipients, ..Extras::default() };
    Record::compose(header, &body, &extras, [3; 32]).unwrap()
}

#[test]
fn every_example_of_every_kind_survives_the_wire() {
    for kind in Kind::ALL {
        for which in 0..2 {
            let record = record(*kind, which);
            let bytes = cbor::to_bytes(&record.pack());
            let back = Record::unpack(cbor::from_bytes(&bytes).unwrap()).unwrap();
            assert_eq!(back, record);
            assert_eq!(back.content_id(), record.content_id());
            assert_eq!(back.body().unwrap(), kind.examples()[which]);
        }
    }
}

fn linked(links: usize, sources: usize) -> Result<Record, Error> {
    let plain = record(Kind::Message, 0);
    let evaluation = record(Kind::Seizure, 0).header.evaluation;
    let name = plain.name();
    let link = Link {
        role: "found-with".into(),
        owner: name.owner.clone(),
        id: name.id,
        confirmed: false,
        evaluation,
    };
    let (links, derived_from) = (vec![link; links], vec![name; sources]);
    let recipients = Some(vec![NodeCode::new("XB").unwrap()]);
    let extras = Extras { links, derived_from, recipients, ..Extras::default() };
    Record::compose(plain.header.clone(), &plain.body().unwrap(), &extras, [4; 32])
}

#[test]
fn links_and_sources_survive_the_wire_and_are_no_part_of_the_body() {
    let record = linked(2, 1).unwrap();
    let bytes = cbor::to_bytes(&record.pack());
    let back = Record::unpack(cbor::from_bytes(&bytes).unwrap()).unwrap();
    assert_eq!(back, record);
    assert_eq!(back.extras().unwrap(), record.extras().unwrap());
    assert_eq!(back.extras().unwrap().links.len(), 2);
    assert_eq!(back.body().unwrap(), Kind::Message.examples()[0]);
}

#[test]
fn links_and_sources_are_bounded_on_both_sides_of_the_wire() {
    assert!(linked(LINKS_MAX, LINKS_MAX).is_ok());
    for (links, sources) in [(LINKS_MAX + 1, 0), (0, LINKS_MAX + 1)] {
        assert!(matches!(linked(links, sources), Err(Error::TooLarge { .. })));
    }
    let one = linked(1, 0).unwrap().extras().unwrap().links.remove(0);
    let many = cbor::to_bytes(&(LINKS, vec![one; LINKS_MAX + 1]));
    assert!(matches!(part_name(&many), Err(Error::TooLarge { .. })));
}

#[test]
fn a_part_that_has_not_the_form_of_its_name_is_refused() {
    let check = |bytes: Vec<u8>| assert!(part_name(&bytes).is_err(), "{bytes:?}");
    check(cbor::to_bytes(&(LINKS, vec!["CO"])));
    check(cbor::to_bytes(&(DERIVED_FROM, 1)));
    check(cbor::to_bytes(&(RECIPIENTS, vec!["not a code"])));
    check(cbor::to_bytes(&("statement", record(Kind::Message, 0).name())));
    assert_eq!(part_name(&cbor::to_bytes(&("statement", 1))).unwrap(), "statement");
}

#[test]
fn a_withheld_part_leaves_the_content_id() {
    let whole = record(Kind::Message, 0);
    let masked = whole.clone().without(|part| part != "statement");
    assert_eq!(masked.content_id(), whole.content_id());
    assert!(masked.body().is_err());
    let bytes = cbor::to_bytes(&masked.pack());
    let back = Record::unpack(cbor::from_bytes(&bytes).unwrap()).unwrap();
    assert_eq!(back.content_id(), whole.content_id());
    assert!(!bytes.windows(5).any(|w| w == b"March"));
}

fn attaching(attachments: Vec<crate::attachment::Attached>) -> Result<Record, Error> {
    let plain = record(Kind::Message, 0);
    let extras = Extras { attachments, ..Extras::default() };
    Record::compose(plain.header.clone(), &plain.body().unwrap(), &extras, [5; 32])
}

fn file(number: u8) -> crate::attachment::Attached {
    crate::attachment::Attached {
        name: format!("panel-{number}.jpg"),
        media_type: "image/jpeg".into(),
        size: 184_320,
        digest: Digest::of(&[b"shared", &[number]]),
        address: Digest::of(&[b"sealed", &[number]]),
        key: crate::attachment::FileKey([number; 32]),
        caption: Some("The opened panel".into()),
        original: Some(Digest::of(&[b"original", &[number]])),
        cut: vec![crate::attachment::Metadata::Place],
        holds: Vec::new(),
        kept: None,
    }
}

#[test]
fn attachments_survive_the_wire_and_stay_out_of_the_body() {
    let made = attaching(vec![file(1), file(2)]).unwrap();
    let bytes = cbor::to_bytes(&made.pack());
    let back = Record::unpack(cbor::from_bytes(&bytes).unwrap()).unwrap();
    assert_eq!((back.content_id(), &back), (made.content_id(), &made));
    assert_eq!(back.extras().unwrap().attachments, [file(1), file(2)]);
    assert_eq!(back.body_json().unwrap(), record(Kind::Message, 0).body_json().unwrap());
    let none = attaching(Vec::new()).unwrap();
    assert_eq!(none.slots().len(), 1, "a record without attachments has no part of them");
    // The digests of what is shared and of the original are under the record's content id.
    let mut other = file(1);
    other.original = Some(Digest::of(&[b"another"]));
    assert_ne!(attaching(vec![other, file(2)]).unwrap().content_id(), made.content_id());
}

#[test]
fn a_foreign_attachment_that_is_not_sound_is_refused() {
    assert!(attaching(vec![file(1); 2]).is_err(), "one file twice");
    assert!(attaching((0..=64).map(file).collect()).is_err(), "too many");
    let plain = attaching(vec![file(1)]).unwrap();
    let Packed { header, content: Content(mut parts, salts) } = plain.pack();
    let mut bad = file(1);
    bad.name = "../../etc/passwd".into();
    parts[1] = PackedPart::P(cbor::to_bytes(&(ATTACHMENTS, [bad])));
    assert!(Record::unpack(Packed { header, content: Content(parts, salts) }).is_err());
}
