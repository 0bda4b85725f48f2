//! A member's calendar: time zone, days of rest, holidays, office hours.

use std::collections::BTreeSet;

use jiff::civil::{Date as Day, Time, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::{Error, Timestamp};

/// When a member works. Deadlines of its answers are counted in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    zone_name: String,
    zone: TimeZone,
    rest_days: Vec<Weekday>,
    holidays: BTreeSet<Day>,
    /// Holidays of every year: month and day.
    yearly: BTreeSet<(i8, i8)>,
    /// None: open around the clock on working days.
    office: Option<(Time, Time)>,
}

impl Default for Calendar {
    /// Where nothing is known of a member: UTC, Saturday and Sunday, no holidays.
    fn default() -> Self {
        Self {
            zone_name: "UTC".into(),
            zone: TimeZone::UTC,
            rest_days: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeSet::new(),
            yearly: BTreeSet::new(),
            office: None,
        }
    }
}

impl Calendar {
    /// A calendar of a zone of the IANA database that is built in: every node counts alike, and
    /// none depends on what is installed on its machine.
    pub fn of_zone(name: &str) -> Result<Self, Error> {
        let unknown = || Error::field("zone", format!("`{name}` is no zone of the IANA database"));
        let zone = TimeZoneDatabase::bundled().get(name).map_err(|_| unknown())?;
        Ok(Self { zone_name: name.into(), zone, ..Self::default() })
    }

    pub fn rest_days(mut self, days: &[Weekday]) -> Result<Self, Error> {
        self.rest_days = days.to_vec();
        let works = (1..=7).any(|day| {
            Weekday::from_monday_one_offset(day).is_ok_and(|day| !self.rest_days.contains(&day))
        });
        works.then_some(self).ok_or_else(|| Error::field("rest_days", "no day is left to work on"))
    }

    pub fn holiday(mut self, day: Day) -> Self {
        self.holidays.insert(day);
        self
    }

    /// A holiday of every year.
    pub fn yearly_holiday(mut self, month: i8, day: i8) -> Result<Self, Error> {
        // A leap year, so that 29 February is a day too.
        Day::new(2024, month, day).map_err(|_| Error::field("holidays", "no such day"))?;
        self.yearly.insert((month, day));
        Ok(self)
    }

    /// When the office is open; for terms in working hours.
    pub fn office(mut self, open: Time, close: Time) -> Result<Self, Error> {
        self.office = Some((open, close));
        let good = open < close;
        good.then_some(self).ok_or_else(|| Error::field("office", "it closes before it opens"))
    }

    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    pub fn is_working(&self, day: Day) -> bool {
        let holiday =
            self.holidays.contains(&day) || self.yearly.contains(&(day.month(), day.day()));
        !holiday && !self.rest_days.contains(&day.weekday())
    }

    /// The day on which a moment falls there.
    pub fn day_of(&self, at: Timestamp) -> Day {
        self.local(at).date()
    }

    /// What the clock on the wall shows there.
    pub fn local(&self, at: Timestamp) -> jiff::civil::DateTime {
        let stamp = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(stamp)
    }

    /// A day's first moment, and the first of the day after: 23 to 25 hours where clocks change.
    pub(super) fn span_of(&self, day: Day) -> Option<(Timestamp, Timestamp)> {
        let next = day.tomorrow().ok()?;
        Some((self.moment(day, Time::midnight())?, self.moment(next, Time::midnight())?))
    }

    /// The office hours of a working day.
    pub(super) fn open_on(&self, day: Day) -> Option<(Timestamp, Timestamp)> {
        match self.office {
            None => self.span_of(day),
            Some((open, close)) => Some((self.moment(day, open)?, self.moment(day, close)?)),
        }
    }

    /// An hour that a change of clocks leaves out is taken as the same time after the change.
    fn moment(&self, day: Day, time: Time) -> Option<Timestamp> {
        let zoned = self.zone.to_ambiguous_zoned(day.to_datetime(time)).compatible().ok()?;
        Some(Timestamp(zoned.timestamp().as_millisecond()))
    }
}
