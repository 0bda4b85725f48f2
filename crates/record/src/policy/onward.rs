//! Passing on: whether a recipient may send a record to further members by itself.

use super::{Act, Backing, Class, Decision, Destination, Rule, Tables};
use super::{member_rule, release, state_rule};
use crate::{Handling, HandlingCode, NodeCode, Onward};

/// A member that would pass on a record that is another's, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing<'a> {
    pub by: &'a NodeCode,
    pub to: &'a Destination,
    /// Of the destination, as the directory calls it.
    pub region: &'a str,
}

/// Whether a recipient may pass a record on by itself: where its owner says so, and to whom the
/// owner alone, without a second person and without an assurance, could have let it out.
pub fn pass_on(tables: &Tables, passing: &Passing<'_>, class: &Class) -> Decision {
    let refused = state_rule(Act::PassOn, class)
        .or_else(|| onward_rule(passing, class))
        .or_else(|| member_rule(tables, passing.by, passing.to, class));
    match refused {
        Some(rule) => Decision::Refused(rule),
        None => release(tables, &class.owner, passing.to, class, Backing::default()),
    }
}

fn onward_rule(passing: &Passing<'_>, class: &Class) -> Option<Rule> {
    if class.subject.is_some() || class.kind.is_control() {
        return Some(Rule::OwnerPassesOn);
    }
    let codes = &class.handling.codes;
    if codes.contains(&HandlingCode::H2) {
        return Some(Rule::PassingOn);
    }
    if codes.contains(&HandlingCode::H3) {
        return Some(Rule::OtherConditions);
    }
    let onward = class.handling.onward_transfer.as_ref();
    let includes = onward.is_some_and(|onward| onward.includes(&passing.to.code, passing.region));
    (!includes).then_some(Rule::NotOnward)
}

/// Whom all sources may be passed on to.
pub(super) fn shared(sources: &[Handling]) -> Option<Onward> {
    let mut each = sources.iter().map(|source| source.onward_transfer.clone());
    let first = each.next().flatten()?;
    each.try_fold(first, |shared, next| shared.shared(&next?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::{Audience, Protected, State, Widening, strictest, widened};
    use super::*;
    use crate::policy::Reach;
    use crate::{Kind, Level, Purpose};

    fn code(text: &str) -> NodeCode {
        NodeCode::new(text).unwrap()
    }

    fn members(codes: &[&str]) -> Onward {
        Onward::Members(codes.iter().map(|each| code(each)).collect())
    }

    fn class(onward: Option<Onward>) -> Class {
        let handling =
            Handling { onward_transfer: onward, ..Handling::new(Level::Restricted, &[]) };
        Class {
            owner: code("XA"),
            handling,
            purposes: vec![Purpose::CriminalInvestigation],
            kind: Kind::Message,
            audience: Audience::Recipient,
            state: State::Active,
            subject: None,
            offence: Some("drug-trafficking".into()),
            issuer: None,
        }
    }

    fn passed_on(tables: &Tables, class: &Class, active: bool) -> &'static str {
        let to = Destination { code: code("XC"), active };
        let passing = Passing { by: &code("XB"), to: &to, region: "arab" };
        match pass_on(tables, &passing, class) {
            Decision::Granted => "granted",
            Decision::Refused(rule) => rule.code(),
        }
    }

    /// HND-12, HND-13, and what else keeps a recipient from passing a record on.
    #[test]
    fn a_record_is_passed_on_where_its_owner_says_so_and_nowhere_else() {
        let own = Tables::embedded();
        let check = |onward: Option<Onward>, change: fn(&mut Class), expect: &str| {
            let mut asked = class(onward);
            change(&mut asked);
            assert_eq!(passed_on(own, &asked, true), expect, "{asked:?}");
        };
        check(None, |_| {}, "HND-12");
        check(Some(members(&["XD"])), |_| {}, "HND-12");
        check(Some(Onward::Region("andes".into())), |_| {}, "HND-12");
        for allowed in [members(&["XC", "XD"]), Onward::Region("arab".into()), Onward::Network] {
            let allowed = Some(allowed);
            check(allowed.clone(), |_| {}, "granted");
            check(allowed.clone(), |c| c.subject = Some(Protected::Victim), "HND-13");
            check(allowed.clone(), |c| c.subject = Some(Protected::Minor), "HND-13");
            check(allowed.clone(), |c| c.kind = Kind::Recall, "HND-13");
            check(allowed.clone(), |c| c.kind = Kind::Forward, "HND-13");
            check(allowed.clone(), |c| c.handling.codes = [HandlingCode::H2].into(), "HND-10");
            check(allowed.clone(), |c| c.handling.codes = [HandlingCode::H3].into(), "HND-11");
            check(allowed.clone(), |c| c.state = State::Recalled, "HND-01");
            check(allowed.clone(), |c| c.state = State::Withdrawn, "HND-02");
            check(allowed.clone(), |c| c.state = State::Blocked, "HND-03");
            check(allowed.clone(), |c| c.state = State::Expired, "HND-04");
            check(allowed.clone(), |c| c.state = State::Conflict, "HND-05");
            check(allowed.clone(), |c| c.offence = Some("political".into()), "REL-05");
            assert_eq!(passed_on(own, &class(allowed), false), "REL-01");
        }
    }

    /// What nothing goes over directly does not go by a third member.
    #[test]
    fn a_pair_between_which_nothing_goes_is_not_got_round() {
        for from in ["XA", "XB"] {
            let row = format!(r#"member_member = [{{ from = "{from}", to = "XC" }}]"#);
            let tables = Tables::embedded().clone();
            let tables = tables.restricted(&Tables::parse(&row).unwrap()).unwrap();
            assert_eq!(passed_on(&tables, &class(Some(Onward::Network)), true), "REL-02", "{from}");
        }
    }

    #[test]
    fn what_may_be_passed_on_further_needs_a_second_person() {
        let check = |was: Option<Onward>, is: Option<Onward>, expect: bool| {
            let recipients = BTreeSet::new();
            let [was, is] = [was, is].map(|onward| class(onward).handling);
            let reach = |handling| Reach { recipients: &recipients, handling, purposes: &[] };
            let found = widened(&reach(&was), &reach(&is));
            assert_eq!(found == [Widening::Onward], expect, "{was:?} {is:?}");
        };
        let few = || Some(members(&["XC"]));
        check(None, few(), true);
        check(few(), few(), false);
        check(few(), None, false);
        check(few(), Some(members(&["XC", "XD"])), true);
        check(Some(members(&["XC", "XD"])), few(), false);
        check(Some(Onward::Network), Some(Onward::Region("arab".into())), false);
        check(Some(Onward::Region("arab".into())), Some(Onward::Network), true);
        check(Some(Onward::Region("arab".into())), few(), true);
    }

    fn any_onward() -> impl Strategy<Value = Option<Onward>> {
        let some = proptest::sample::subsequence(vec!["XC", "XD", "XE"], 1..=3);
        prop_oneof![
            Just(None),
            Just(Some(Onward::Network)),
            Just(Some(Onward::Region("arab".into()))),
            Just(Some(Onward::Region("andes".into()))),
            some.prop_map(|codes| Some(members(&codes))),
        ]
    }

    proptest! {
        /// Of several sources nobody gets what one of them does not let him have.
        #[test]
        fn a_derivative_is_passed_on_to_nobody_new(
            each in proptest::collection::vec(any_onward(), 1..4),
            to in proptest::sample::select(vec!["XC", "XD", "XF"]),
            region in proptest::sample::select(vec!["arab", "andes", "elsewhere"]),
        ) {
            let sources: Vec<Handling> =
                each.into_iter().map(|onward| class(onward).handling).collect();
            let may = |handling: &Handling| {
                let onward = handling.onward_transfer.as_ref();
                onward.is_some_and(|onward| onward.includes(&code(to), region))
            };
            prop_assert!(!may(&strictest(&sources)) || sources.iter().all(may));
            let alone = strictest(&sources[..1]);
            prop_assert_eq!(&alone.onward_transfer, &sources[0].onward_transfer);
        }
    }
}
