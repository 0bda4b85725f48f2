//! Each rule by its number, and the properties that hold for all of them.

use proptest::prelude::*;
use proptest::strategy::ValueTree;

use super::*;

fn code(text: &str) -> NodeCode {
    NodeCode::new(text).unwrap()
}

fn reader(node: &str, role: Role) -> Reader {
    Reader { node: code(node), unit: Unit::new("POLICE").unwrap(), role }
}

fn class() -> Class {
    Class {
        owner: code("XA"),
        handling: Handling::new(Level::Restricted, &[HandlingCode::H0]),
        purposes: vec![Purpose::CriminalInvestigation, Purpose::BorderControl],
        kind: Kind::Message,
        audience: Audience::Recipient,
        state: State::Active,
        subject: None,
        offence: Some("drug-trafficking".into()),
        issuer: None,
    }
}

/// One row a rule: what is changed about a class that is granted otherwise, who does what for which
/// purpose, and the rule that refuses it.
#[test]
fn every_rule_of_reading_refuses_what_it_says() {
    use Purpose::{BorderControl, CrimeAnalysis, CriminalInvestigation};
    type Change = fn(&mut Class);
    let check = |change: Change, role, act, purpose, expect: &str| {
        let reader = reader("XB", role);
        let mut class = class();
        change(&mut class);
        match decide(Tables::embedded(), &reader, act, purpose, &class) {
            Decision::Granted => assert_eq!(expect, "granted"),
            Decision::Refused(rule) => assert_eq!(rule.code(), expect),
        }
    };
    let desk = Role::DeskOfficer;
    check(|_| {}, desk, Act::Read, CriminalInvestigation, "granted");
    check(|c| c.state = State::Recalled, desk, Act::Read, CriminalInvestigation, "HND-01");
    check(|c| c.state = State::Withdrawn, desk, Act::List, CriminalInvestigation, "HND-02");
    check(|c| c.state = State::Blocked, desk, Act::Export, CriminalInvestigation, "HND-03");
    check(|c| c.state = State::Expired, desk, Act::Read, CriminalInvestigation, "HND-04");
    check(|c| c.state = State::Conflict, desk, Act::Read, CriminalInvestigation, "HND-05");
    check(|c| c.audience = Audience::Owner, desk, Act::Read, CriminalInvestigation, "HND-06");
    check(|_| {}, Role::Administrator, Act::Read, CriminalInvestigation, "HND-07");
    let closed: Change = |c| c.handling.level = Level::Confidential;
    check(closed, Role::FrontlineOfficer, Act::Read, BorderControl, "HND-08");
    let coded: Change = |c| c.handling.codes = [HandlingCode::H1, HandlingCode::H2].into();
    check(coded, Role::Prosecutor, Act::CourtExport, CriminalInvestigation, "HND-09");
    check(coded, desk, Act::PassOn, CriminalInvestigation, "HND-10");
    check(coded, desk, Act::Read, CriminalInvestigation, "granted");
    let other: Change = |c| c.handling.codes = [HandlingCode::H3].into();
    check(other, desk, Act::Export, CriminalInvestigation, "HND-11");
    check(other, Role::Prosecutor, Act::CourtExport, CriminalInvestigation, "HND-11");
    check(other, desk, Act::PassOn, CriminalInvestigation, "HND-11");
    check(|_| {}, Role::Prosecutor, Act::CourtExport, CriminalInvestigation, "granted");
    check(|_| {}, desk, Act::PassOn, CriminalInvestigation, "granted");
    check(|_| {}, desk, Act::Export, CriminalInvestigation, "granted");
    check(|_| {}, desk, Act::Read, CrimeAnalysis, "PUR-01");
    check(|_| {}, Role::FrontlineOfficer, Act::Read, CriminalInvestigation, "PUR-02");
    check(|_| {}, Role::FrontlineOfficer, Act::Publish, CriminalInvestigation, "PUR-02");
    let victim: Change = |c| c.subject = Some(Protected::Victim);
    check(victim, desk, Act::Read, BorderControl, "PUR-03");
    check(victim, desk, Act::Read, CriminalInvestigation, "granted");
    check(victim, desk, Act::Publish, BorderControl, "granted");
    let watched: Change =
        |c| (c.kind, c.subject) = (Kind::StandingQuestion, Some(Protected::Minor));
    check(watched, desk, Act::Publish, CriminalInvestigation, "PUR-04");
    check(watched, desk, Act::Read, CriminalInvestigation, "PUR-04");
    check(|c| c.kind = Kind::StandingQuestion, desk, Act::Publish, BorderControl, "granted");
    check(|_| {}, desk, Act::Read, BorderControl, "granted");
}

/// What a machine imports serves the purposes that its person states; it asks for none itself.
#[test]
fn a_machine_imports_for_any_purpose_and_asks_for_those_of_its_role() {
    let row = r#"role_purpose = [{ roles = ["importer"], purposes = ["border-control"] }]"#;
    let tables = Tables::embedded().clone().restricted(&Tables::parse(row).unwrap()).unwrap();
    let machine = reader("XB", Role::Importer);
    let of = |act| decide(&tables, &machine, act, Purpose::BorderControl, &class());
    assert_eq!(of(Act::Publish), Decision::Granted);
    assert_eq!(of(Act::Ask), Decision::Refused(Rule::RolePurpose));
}

#[test]
fn the_filter_names_the_classes_that_are_granted() {
    let recalled = Class { state: State::Recalled, ..class() };
    let classes = [(1, class()), (2, recalled)];
    let classes = classes.iter().map(|(key, class)| (*key, class));
    let reader = reader("XB", Role::DeskOfficer);
    let purpose = Purpose::CriminalInvestigation;
    assert_eq!(allowed(Tables::embedded(), &reader, Act::List, purpose, classes), [1]);
}

#[test]
fn the_strictest_of_two_keeps_the_closer_marking_and_no_empty_grant() {
    let marked = |codes: &[HandlingCode], tlp: Option<&str>, pap: Option<&str>| {
        let (tlp, pap) = (tlp.map(str::to_owned), pap.map(str::to_owned));
        Handling { tlp, pap, ..Handling::new(Level::Restricted, codes) }
    };
    let open = marked(&[HandlingCode::H0], Some("TLP:GREEN"), None);
    let close = marked(&[HandlingCode::H0, HandlingCode::H1], Some("TLP:RED"), Some("PAP:AMBER"));
    let unknown = marked(&[], Some("TLP:PURPLE"), Some("PAP:GREEN"));
    let check = |a: &Handling, b: &Handling, tlp: &str, pap: Option<&str>| {
        let both = strictest(&[a.clone(), b.clone()]);
        assert_eq!((both.tlp.as_deref(), both.pap.as_deref()), (Some(tlp), pap));
        assert_eq!(strictest(&[b.clone(), a.clone()]), both, "in either order");
    };
    check(&open, &open, "TLP:GREEN", None);
    check(&open, &close, "TLP:RED", Some("PAP:AMBER"));
    check(&close, &unknown, "TLP:PURPLE", Some("PAP:AMBER"));
    let codes = |sources: &[Handling]| strictest(sources).codes.into_iter().collect::<Vec<_>>();
    assert_eq!(codes(std::slice::from_ref(&open)), [HandlingCode::H0]);
    assert_eq!(codes(&[open.clone(), close]), [HandlingCode::H1]);
    let asked = |text: &str| Handling { conditions: Some(text.into()), ..open.clone() };
    let conditions = |sources: &[Handling]| strictest(sources).conditions;
    assert_eq!(conditions(&[open.clone(), open.clone()]), None);
    let both = conditions(&[asked("no copies"), asked("ask first"), asked("no copies")]);
    assert_eq!(both.as_deref(), Some("ask first; no copies"));
}

#[test]
fn every_rule_of_release_refuses_what_it_says() {
    let extra = r#"
        destination_offence = [{ destinations = ["XD"], offences = ["drug-trafficking"] }]
        member_member = [{ from = "XA", to = "XP" }]
    "#;
    let extra = Tables::parse(extra).unwrap();
    let tables = Tables::embedded().clone().restricted(&extra).unwrap();
    let check = |to: &str, active, change: fn(&mut Class), backing, expect: &str| {
        let mut class = class();
        class.audience = Audience::Owner;
        change(&mut class);
        let to = Destination { code: code(to), active };
        match release(&tables, &code("XA"), &to, &class, backing) {
            Decision::Granted => assert_eq!(expect, "granted"),
            Decision::Refused(rule) => assert_eq!(rule.code(), expect),
        }
    };
    let none = Backing::default();
    check("XB", true, |_| {}, none, "granted");
    check("XB", false, |_| {}, none, "REL-01");
    check("XB", false, |c| c.kind = Kind::Recall, none, "granted");
    check("XP", true, |_| {}, none, "REL-02");
    check("XB", true, |c| c.issuer = Some("XC".into()), none, "REL-03");
    check("XB", true, |c| c.issuer = Some("XA".into()), none, "granted");
    check("XB", true, |c| c.offence = Some("littering".into()), none, "REL-04");
    check("XB", true, |c| c.offence = Some("political".into()), none, "REL-05");
    let second = Backing { second_person: Some("officer-2"), assurance: None };
    check("XB", true, |c| c.offence = Some("political".into()), second, "granted");
    check("XD", true, |_| {}, none, "REL-06");
    let assured = Backing { second_person: None, assurance: Some("note 12/2026") };
    check("XD", true, |_| {}, assured, "granted");
}

#[test]
fn a_node_may_restrict_and_never_permit() {
    let permit =
        Tables::parse("offence = [{ codes = [\"political\"], drug_crime = true }]").unwrap();
    assert!(Tables::embedded().clone().restricted(&permit).is_err());
}

/// One row in every table of reading.
fn any_row() -> impl Strategy<Value = Tables> {
    let purpose = || prop::sample::select(Purpose::ALL.to_vec());
    let act = prop::sample::select(Act::ALL.to_vec());
    let role = prop::sample::select(Role::ALL.to_vec());
    let level = prop::sample::select(vec!["for-official-use", "restricted", "confidential"]);
    (role, act, purpose(), purpose(), level).prop_map(|(role, act, barred, protected, level)| {
        let (role, act) = (role.code(), act.code());
        let (barred, protected) = (barred.code(), protected.code());
        let text = format!(
            r#"role_act = [{{ roles = ["{role}"], acts = ["{act}"] }}]
            role_purpose = [{{ roles = ["{role}"], purposes = ["{barred}"] }}]
            level_role = [{{ levels = ["{level}"], roles = ["{role}"] }}]
            protected_purpose = [{{ purposes = ["{protected}"] }}]"#
        );
        Tables::parse(&text).unwrap()
    })
}

fn any_handling() -> impl Strategy<Value = Handling> {
    let level =
        prop::sample::select(vec![Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
    let codes = prop::sample::subsequence(
        vec![HandlingCode::H0, HandlingCode::H1, HandlingCode::H2, HandlingCode::H3],
        0..4,
    );
    (level, codes).prop_map(|(level, codes)| {
        let mut handling = Handling::new(level, &codes);
        let other = codes.contains(&HandlingCode::H3);
        handling.conditions = other.then(|| "ask first".to_owned());
        handling
    })
}

const AUDIENCES: [Audience; 3] = [Audience::Owner, Audience::Recipient, Audience::Nobody];

prop_compose! {
    fn any_class()(
        handling in any_handling(),
        purposes in prop::sample::subsequence(Purpose::ALL.to_vec(), 1..9),
        kind in prop::sample::select(Kind::ALL.to_vec()),
        owner in prop::sample::select(vec!["XA", "XB"]),
        audience in prop::sample::select(AUDIENCES.to_vec()),
        state in prop::sample::select(State::ALL.to_vec()),
        calm in any::<bool>(),
        subject in prop::option::of(prop::sample::select(vec![Protected::Victim, Protected::Minor])),
    ) -> Class {
        let state = if calm { State::Active } else { state };
        let owner = code(owner);
        let (offence, issuer) = (None, None);
        Class { owner, handling, purposes, kind, audience, state, subject, offence, issuer }
    }
}

fn any_asking() -> impl Strategy<Value = (Reader, Act, Purpose)> {
    let role = prop::sample::select(Role::ALL.to_vec());
    let act = prop::sample::select(Act::ALL.to_vec());
    let purpose = prop::sample::select(Purpose::ALL.to_vec());
    (role, act, purpose).prop_map(|(role, act, purpose)| (reader("XB", role), act, purpose))
}

/// All the ways to be stricter than a class.
fn restrictions(class: &Class) -> Vec<Class> {
    let mut stricter = Vec::new();
    for handling in [HandlingCode::H1, HandlingCode::H2, HandlingCode::H3] {
        let mut one = class.clone();
        one.handling.codes.insert(handling);
        stricter.push(one);
    }
    stricter.push(Class {
        handling: Handling { level: Level::Confidential, ..class.handling.clone() },
        ..class.clone()
    });
    for cut in 0..class.purposes.len() {
        let mut one = class.clone();
        one.purposes.remove(cut);
        stricter.push(one);
    }
    stricter.push(Class { audience: Audience::Nobody, ..class.clone() });
    stricter.push(Class { subject: Some(Protected::Witness), ..class.clone() });
    stricter
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn adding_a_restriction_never_widens_the_readers(
        class in any_class(),
        (reader, act, purpose) in any_asking(),
    ) {
        let before = decide(Tables::embedded(), &reader, act, purpose, &class);
        for stricter in restrictions(&class) {
            let after = decide(Tables::embedded(), &reader, act, purpose, &stricter);
            prop_assert!(before.is_granted() || !after.is_granted(), "{stricter:?}");
        }
    }

    #[test]
    fn a_row_that_a_node_adds_never_widens_the_readers(
        class in any_class(),
        (reader, act, purpose) in any_asking(),
        extra in any_row(),
    ) {
        let tables = Tables::embedded().clone().restricted(&extra).unwrap();
        let before = decide(Tables::embedded(), &reader, act, purpose, &class);
        let after = decide(&tables, &reader, act, purpose, &class);
        prop_assert!(before.is_granted() || !after.is_granted());
        prop_assert_ne!(tables.digest(), Tables::embedded().digest());
    }

    #[test]
    fn recall_withdrawal_block_and_expiry_beat_everything(
        class in any_class(),
        (reader, act, purpose) in any_asking(),
        state in prop::sample::select(State::ALL[1..].to_vec()),
    ) {
        let class = Class { state, ..class };
        let decision = decide(Tables::embedded(), &reader, act, purpose, &class);
        if !matches!(act, Act::Recall | Act::Administer) {
            let Decision::Refused(rule) = decision else { panic!("{state:?} was granted") };
            prop_assert!(("HND-01"..="HND-05").contains(&rule.code()));
        }
    }

    #[test]
    fn equal_digests_are_decided_alike(
        class in any_class(),
        other in any_class(),
        (reader, act, purpose) in any_asking(),
    ) {
        let a = decide(Tables::embedded(), &reader, act, purpose, &class);
        let bytes = crate::cbor::to_bytes(&class);
        let back: Class = crate::cbor::from_bytes(&bytes).unwrap();
        prop_assert_eq!(back.digest(), class.digest());
        prop_assert_eq!(decide(Tables::embedded(), &reader, act, purpose, &back), a);
        prop_assert_eq!(other.digest() == class.digest(), other == class);
    }

    #[test]
    fn a_derivative_is_never_more_open_than_its_sources(
        a in any_handling(),
        b in any_handling(),
        class in any_class(),
        (reader, act, purpose) in any_asking(),
    ) {
        let derived = strictest(&[a.clone(), b.clone()]);
        let with = |handling: Handling| Class { handling, ..class.clone() };
        let of = |class| decide(Tables::embedded(), &reader, act, purpose, &class).is_granted();
        if of(with(derived)) {
            prop_assert!(of(with(a)) && of(with(b)));
        }
    }
}

/// A rule without its line on the page, or a page that words it otherwise, fails here.
#[test]
fn the_page_explains_every_rule_in_its_own_words() {
    let page = include_str!("../../../../docs/policy.md");
    for rule in Rule::ALL {
        let line = format!("| {} | {} |", rule.code(), rule.text());
        assert!(page.contains(&line), "docs/policy.md lacks `{line}`");
    }
}

/// The properties above would hold for a policy that refuses everything.
#[test]
fn both_answers_occur_often() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut granted = 0;
    for _ in 0..10_000 {
        let class = any_class().new_tree(&mut runner).unwrap().current();
        let (reader, act, purpose) = any_asking().new_tree(&mut runner).unwrap().current();
        granted +=
            u32::from(decide(Tables::embedded(), &reader, act, purpose, &class).is_granted());
    }
    assert!((300..9_700).contains(&granted), "{granted} of 10,000");
}

fn restrictive() -> Handling {
    let codes = [HandlingCode::H1, HandlingCode::H3];
    let mut handling = Handling::new(Level::Restricted, &codes);
    handling.conditions = Some("ask us first".into());
    (handling.tlp, handling.pap) = (Some("TLP:AMBER".into()), Some("PAP:AMBER".into()));
    handling
}

/// REL-07: each thing that reaches further is named, and refused to one person alone.
#[test]
fn what_widens_the_readers_of_a_shared_record_needs_a_second_person() {
    type Change = fn(&mut Handling);
    let check = |to: &[&str], purposes: &[Purpose], change: Change, expect: &[&str]| {
        let (recipients, was) = ([code("XB"), code("XC")].into(), restrictive());
        let asked = [Purpose::CriminalInvestigation, Purpose::Alert];
        let before = Reach { recipients: &recipients, handling: &was, purposes: &asked };
        let (to, mut is) = (to.iter().map(|to| code(to)).collect(), restrictive());
        change(&mut is);
        let after = Reach { recipients: &to, handling: &is, purposes };
        let found: Vec<&str> = widened(&before, &after).into_iter().map(Widening::code).collect();
        assert_eq!(found, expect);
        let alone = reach(&before, &after, Backing::default());
        let rule = Decision::Refused(Rule::Widening);
        assert_eq!(Rule::Widening.code(), "REL-07");
        assert_eq!(alone, if expect.is_empty() { Decision::Granted } else { rule });
        let two = Backing { second_person: Some("desk-2"), assurance: None };
        assert_eq!(reach(&before, &after, two), Decision::Granted);
    };
    let (both, same) = (["XB", "XC"], [Purpose::CriminalInvestigation, Purpose::Alert]);
    check(&both, &same, |_| {}, &[]);
    check(&["XB"], &same[..1], |h| h.level = Level::Confidential, &[]);
    check(&["XB", "XD"], &same, |_| {}, &["recipients"]);
    check(&both, &same, |h| h.level = Level::ForOfficialUse, &["level"]);
    check(&both, &same, |h| h.codes = [HandlingCode::H3].into(), &["codes"]);
    check(&both, &same, |h| h.codes.extend([HandlingCode::H0, HandlingCode::H2]), &[]);
    check(&both, &same, |h| h.conditions = Some("as you like".into()), &["conditions"]);
    check(&both, &same, |h| h.conditions = None, &["conditions"]);
    check(&both, &same, |h| h.tlp = Some("TLP:GREEN".into()), &["marking"]);
    check(&both, &same, |h| h.tlp = Some("TLP:RED".into()), &[]);
    check(&both, &same, |h| h.pap = None, &["marking"]);
    check(&both, &same, |h| h.pap = Some("PAP:PINK".into()), &["marking"]);
    let more = [Purpose::CriminalInvestigation, Purpose::BorderControl];
    check(&both, &more, |_| {}, &["purposes"]);
    check(
        &["XD"],
        &more,
        |h| *h = Handling::new(Level::ForOfficialUse, &[]),
        &["recipients", "level", "codes", "conditions", "marking", "purposes"],
    );
}
