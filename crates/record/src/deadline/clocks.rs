//! Clocks: what each pair of members agreed on, and the calendar of each member.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use jiff::civil::{Date as Day, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use super::term::Term;
use crate::codelist::Language;
use crate::draft::Lane;
use crate::{Error, NodeCode};

/// A file of clocks is at most so large.
pub const BYTES_MAX: usize = 256 * 1024;
/// Holidays of one member.
pub const HOLIDAYS_MAX: usize = 1_000;

const DEFAULT: &str = include_str!("../../data/deadline/clocks.toml");
static UNKNOWN: LazyLock<Calendar> = LazyLock::new(Calendar::default);

/// The three clocks of Directive (EU) 2023/977, article 5(1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Urgent, and the asked member can look it up itself.
    UrgentDirect,
    Urgent,
    Otherwise,
}

impl Clock {
    pub const ALL: [Self; 3] = [Self::UrgentDirect, Self::Urgent, Self::Otherwise];

    /// A flash request is an urgent one.
    pub fn of(urgency: Lane, directly_accessible: bool) -> Self {
        match (urgency, directly_accessible) {
            (Lane::Routine, _) => Self::Otherwise,
            (_, true) => Self::UrgentDirect,
            (_, false) => Self::Urgent,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::UrgentDirect => "urgent-direct",
            Self::Urgent => "urgent",
            Self::Otherwise => "otherwise",
        }
    }
}

/// How long one member has to answer another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Who asks; none is everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<NodeCode>,
    /// Who answers; none is everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<NodeCode>,
    /// The agreement or law the terms come from; readers see it.
    pub source: Source,
    pub urgent_direct: Term,
    pub urgent: Term,
    pub otherwise: Term,
}

/// Where terms come from, in one text for all languages or in each of the four.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Source {
    Plain(String),
    Each { ar: String, en: String, fr: String, es: String },
}

impl Source {
    pub fn get(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Plain(text), _) => text,
            (Self::Each { ar, .. }, Language::Arabic) => ar,
            (Self::Each { en, .. }, Language::English) => en,
            (Self::Each { fr, .. }, Language::French) => fr,
            (Self::Each { es, .. }, Language::Spanish) => es,
        }
    }
}

impl Terms {
    pub fn term(&self, clock: Clock) -> Term {
        match clock {
            Clock::UrgentDirect => self.urgent_direct,
            Clock::Urgent => self.urgent,
            Clock::Otherwise => self.otherwise,
        }
    }

    /// How well it fits a pair: none where it is of another, more where it names more.
    fn fit(&self, asks: &NodeCode, answers: &NodeCode) -> Option<u8> {
        let named = |own: &Option<NodeCode>, one: &NodeCode| match own {
            None => Some(0),
            Some(own) => (own == one).then_some(1),
        };
        // Who answers is bound by it, so its own terms come before those of who asks.
        Some(named(&self.asks, asks)? + 2 * named(&self.answers, answers)?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    pair: Vec<Terms>,
    #[serde(default)]
    member: Vec<Member>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    code: NodeCode,
    zone: String,
    rest_days: Option<Vec<RestDay>>,
    #[serde(default)]
    holidays: Vec<String>,
    office: Option<(String, String)>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RestDay {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<RestDay> for Weekday {
    fn from(day: RestDay) -> Self {
        match day {
            RestDay::Monday => Self::Monday,
            RestDay::Tuesday => Self::Tuesday,
            RestDay::Wednesday => Self::Wednesday,
            RestDay::Thursday => Self::Thursday,
            RestDay::Friday => Self::Friday,
            RestDay::Saturday => Self::Saturday,
            RestDay::Sunday => Self::Sunday,
        }
    }
}

impl Member {
    fn calendar(self) -> Result<Calendar, Error> {
        if self.holidays.len() > HOLIDAYS_MAX {
            return Err(Error::TooLarge { what: "holidays of a member", max: HOLIDAYS_MAX });
        }
        let mut calendar = Calendar::of_zone(&self.zone)?;
        if let Some(days) = self.rest_days {
            let days: Vec<Weekday> = days.into_iter().map(Weekday::from).collect();
            calendar = calendar.rest_days(&days)?;
        }
        if let Some((open, close)) = &self.office {
            calendar = calendar.office(time(open)?, time(close)?)?;
        }
        self.holidays.iter().try_fold(calendar, |calendar, holiday| add(calendar, holiday))
    }
}

fn time(text: &str) -> Result<Time, Error> {
    let fits = text.len() == 5;
    let time = fits.then(|| text.parse().ok()).flatten();
    time.ok_or_else(|| Error::field("office", format!("`{text}`: expected HH:MM")))
}

/// `2026-03-20`, or `12-25` for every year.
fn add(calendar: Calendar, holiday: &str) -> Result<Calendar, Error> {
    let bad = || Error::field("holidays", format!("`{holiday}`: expected YYYY-MM-DD or MM-DD"));
    if holiday.len() == 10 {
        return Ok(calendar.holiday(holiday.parse::<Day>().map_err(|_| bad())?));
    }
    let (month, day) = holiday.split_once('-').filter(|_| holiday.len() == 5).ok_or_else(bad)?;
    let number = |text: &str| text.parse::<i8>().map_err(|_| bad());
    calendar.yearly_holiday(number(month)?, number(day)?).map_err(|_| bad())
}

/// All that deadlines are counted by.
#[derive(Clone, Debug, PartialEq)]
pub struct Clocks {
    pairs: Vec<Terms>,
    members: BTreeMap<NodeCode, Calendar>,
}

impl Clocks {
    /// The Directive's terms for every pair; no member's calendar is known.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Clocks> = OnceLock::new();
        EMBEDDED.get_or_init(|| Self::read(DEFAULT).expect("a test reads the file"))
    }

    /// A node's own file; what it does not say is as the embedded one says it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut clocks = Self::read(text)?;
        let own: Vec<_> = clocks.pairs.iter().map(|one| (&one.asks, &one.answers)).collect();
        let more = Self::embedded().pairs.iter();
        let more = more.filter(|one| !own.contains(&(&one.asks, &one.answers))).cloned();
        let more: Vec<Terms> = more.collect();
        clocks.pairs.extend(more);
        Ok(clocks)
    }

    fn read(text: &str) -> Result<Self, Error> {
        if text.len() > BYTES_MAX {
            return Err(Error::TooLarge { what: "the file of clocks", max: BYTES_MAX });
        }
        let file: File =
            toml::from_str(text).map_err(|error| Error::field("clocks", error.to_string()))?;
        for (at, one) in file.pair.iter().enumerate() {
            let twin = |other: &Terms| (&other.asks, &other.answers) == (&one.asks, &one.answers);
            if file.pair[..at].iter().any(twin) {
                return Err(Error::field("pair", "the same pair of members stands twice"));
            }
        }
        let mut members = BTreeMap::new();
        for member in file.member {
            let code = member.code.clone();
            if members.insert(code.clone(), member.calendar()?).is_some() {
                return Err(Error::field("member", format!("{code} stands twice")));
            }
        }
        Ok(Self { pairs: file.pair, members })
    }

    /// The terms for a pair: those that name both, else the answering member, else the asking one.
    pub fn terms(&self, asks: &NodeCode, answers: &NodeCode) -> &Terms {
        let fitting = self.pairs.iter().filter_map(|one| Some((one.fit(asks, answers)?, one)));
        let best = fitting.max_by_key(|(fit, _)| *fit).map(|(_, one)| one);
        best.expect("the embedded terms are for everyone")
    }

    /// A member's calendar; UTC with Saturday and Sunday as days of rest where none is known.
    pub fn calendar(&self, member: &NodeCode) -> &Calendar {
        self.members.get(member).unwrap_or(&UNKNOWN)
    }

    pub fn knows(&self, member: &NodeCode) -> bool {
        self.members.contains_key(member)
    }

    /// Every agreement, a node's own first.
    pub fn pairs(&self) -> &[Terms] {
        &self.pairs
    }

    pub fn members(&self) -> impl Iterator<Item = (&NodeCode, &Calendar)> {
        self.members.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> NodeCode {
        NodeCode::new(text).unwrap()
    }

    const OWN: &str = r#"
        [[pair]]
        asks = "CO"
        answers = "TN"
        source = "Exchange of letters, exercise"
        urgent_direct = "4 hours"
        urgent = "2 working days"
        otherwise = "10 working days"

        [[pair]]
        answers = "TN"
        source = "What Tunisia offers everyone, exercise"
        urgent_direct = "8 hours"
        urgent = "3 days"
        otherwise = "5 days"

        [[pair]]
        asks = "CO"
        source = "What Colombia expects, exercise"
        urgent_direct = "6 hours"
        urgent = "3 days"
        otherwise = "6 days"

        [[member]]
        code = "TN"
        zone = "Africa/Tunis"
        holidays = ["03-20", "2026-03-21"]
        office = ["08:30", "17:00"]

        [[member]]
        code = "SA"
        zone = "Asia/Riyadh"
        rest_days = ["friday", "saturday"]
    "#;

    fn check_terms(asks: &str, answers: &str, otherwise: &str) {
        let clocks = Clocks::parse(OWN).unwrap();
        let terms = clocks.terms(&code(asks), &code(answers));
        assert_eq!(terms.otherwise.to_string(), otherwise, "{asks} asks {answers}");
    }

    #[test]
    fn the_terms_of_the_pair_come_before_those_of_one_member_and_of_everyone() {
        check_terms("CO", "TN", "10 working days");
        check_terms("SA", "TN", "5 days");
        check_terms("CO", "SA", "6 days");
        check_terms("TN", "CO", "7 days");
    }

    #[test]
    fn the_embedded_terms_are_those_of_the_directive() {
        let clocks = Clocks::embedded();
        let terms = clocks.terms(&code("CO"), &code("TN"));
        let said = Clock::ALL.map(|clock| terms.term(clock).to_string());
        assert_eq!(said, ["8 hours", "3 days", "7 days"]);
        assert!(terms.source.get(Language::Arabic).contains("2023/977"));
        assert!(!clocks.knows(&code("TN")));
    }

    #[test]
    fn flash_counts_as_urgent() {
        let check = |lane, direct, clock| assert_eq!(Clock::of(lane, direct), clock);
        check(Lane::Routine, true, Clock::Otherwise);
        check(Lane::Routine, false, Clock::Otherwise);
        check(Lane::Urgent, true, Clock::UrgentDirect);
        check(Lane::Flash, true, Clock::UrgentDirect);
        check(Lane::Urgent, false, Clock::Urgent);
        check(Lane::Flash, false, Clock::Urgent);
    }

    #[test]
    fn a_calendar_is_read_with_zone_days_of_rest_and_holidays() {
        let clocks = Clocks::parse(OWN).unwrap();
        let tunis = clocks.calendar(&code("TN"));
        let works = |calendar: &Calendar, day: &str| calendar.is_working(day.parse().unwrap());
        assert_eq!(tunis.zone_name(), "Africa/Tunis");
        assert!(!works(tunis, "2026-03-20") && !works(tunis, "2027-03-20"));
        assert!(!works(tunis, "2026-03-21") && works(tunis, "2026-03-23"));
        let riyadh = clocks.calendar(&code("SA"));
        assert!(!works(riyadh, "2026-03-06") && works(riyadh, "2026-03-08"));
        assert_eq!(clocks.calendar(&code("CO")).zone_name(), "UTC");
    }

    #[test]
    fn a_file_with_a_mistake_is_refused() {
        let member = |rest: &str| format!("[[member]]\ncode = \"TN\"\n{rest}");
        let check = |text: &str| assert!(Clocks::parse(text).is_err(), "{text}");
        check("[[pair]]");
        check("[[pairs]]");
        check(&member("zone = \"Africa/Carthage\""));
        check(&member("zone = \"Africa/Tunis\"\nholidays = [\"31-12\"]"));
        check(&member("zone = \"Africa/Tunis\"\nholidays = [\"2026-02-30\"]"));
        check(&member("zone = \"Africa/Tunis\"\noffice = [\"17:00\", \"08:00\"]"));
        check(&member("zone = \"Africa/Tunis\"\nrest_days = [\"vendredi\"]"));
        let week = "\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\"";
        let week = format!("rest_days = [{week}, \"saturday\", \"sunday\"]");
        check(&member(&format!("zone = \"Africa/Tunis\"\n{week}")));
        let twice = member("zone = \"Africa/Tunis\"\n").repeat(2);
        check(&twice);
        let pair = OWN.split("[[pair]]").nth(1).unwrap();
        check(&format!("[[pair]]{pair}[[pair]]{pair}"));
    }
}
