//! Prometheus' text format: a family of samples after another, each with its help and its type.

use std::collections::BTreeMap;
use std::fmt::Write;

/// What stands at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gauge {
    BuildInfo,
    StartTime,
    LogEntries,
    LogWitnessed,
    LogMirrored,
    StoreBytes,
    DiskBytes,
    DiskFreeBytes,
    Conflicts,
    DirectoryAge,
    EventStreams,
    MemberSeen,
    MemberClock,
    QueueEntries,
    QueueAge,
    LaneFailures,
    LaneCredit,
    LaneCompared,
    LaneDiffering,
}

/// What only grows while the node serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    WriterSeconds,
    PeerBytes,
}

impl Gauge {
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::BuildInfo => ("amana_build_info", "The software that serves."),
            Self::StartTime => ("amana_start_time_seconds", "When it began to serve (Unix time)."),
            Self::LogEntries => ("amana_log_entries", "Leaves of this node's log."),
            Self::LogWitnessed => ("amana_log_witnessed_entries", "Leaves that a quorum cosigned."),
            Self::LogMirrored => ("amana_log_mirrored_entries", "Leaves that a witness mirrors."),
            Self::StoreBytes => ("amana_store_bytes", "Bytes of the database."),
            Self::DiskBytes => ("amana_disk_bytes", "Bytes of the disk that the node lies on."),
            Self::DiskFreeBytes => ("amana_disk_free_bytes", "Bytes left there for the node."),
            Self::Conflicts => ("amana_conflicts", "Contradictions kept: two heads, two contents."),
            Self::DirectoryAge => ("amana_directory_age_seconds", "Age of the directory's head."),
            Self::EventStreams => ("amana_event_streams", "Streams of events open to pages."),
            Self::MemberSeen => {
                ("amana_member_seen_timestamp_seconds", "When a head of its log was verified last.")
            }
            Self::MemberClock => ("amana_member_clock_seconds", "How far its clock is ahead."),
            Self::QueueEntries => ("amana_queue_entries", "Entries it has not acknowledged."),
            Self::QueueAge => ("amana_queue_age_seconds", "Age of the oldest of them."),
            Self::LaneFailures => ("amana_lane_failures", "Tries that failed in a row."),
            Self::LaneCredit => ("amana_lane_credit_entries", "Entries it lets be under way."),
            Self::LaneCompared => {
                ("amana_lane_compared_timestamp_seconds", "When both ends compared it last.")
            }
            Self::LaneDiffering => {
                ("amana_lane_differing_entries", "Numbers that are another at both ends.")
            }
        }
    }
}

impl Counter {
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::WriterSeconds => ("amana_writer_seconds_total", "Time the writer has worked."),
            Self::PeerBytes => ("amana_peer_bytes_total", "Application bytes to and from members."),
        }
    }
}

/// Samples, gathered by family: the format wants a family in one piece.
#[derive(Debug, Default)]
pub struct Figures {
    gauges: BTreeMap<Gauge, String>,
    counters: BTreeMap<Counter, String>,
}

type Labels<'a> = [(&'a str, &'a str)];

impl Figures {
    pub fn gauge(&mut self, which: Gauge, labels: &Labels<'_>, value: f64) {
        sample(self.gauges.entry(which).or_default(), which.told().0, labels, value);
    }

    pub fn counter(&mut self, which: Counter, labels: &Labels<'_>, value: f64) {
        sample(self.counters.entry(which).or_default(), which.told().0, labels, value);
    }

    pub fn to_text(&self) -> String {
        let gauges = self.gauges.iter().map(|(which, lines)| (which.told(), "gauge", lines));
        let counters = self.counters.iter().map(|(which, lines)| (which.told(), "counter", lines));
        let mut text = String::new();
        for ((name, help), kind, lines) in gauges.chain(counters) {
            let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{lines}");
        }
        text
    }
}

fn sample(lines: &mut String, name: &str, labels: &Labels<'_>, value: f64) {
    let label = |(label, value): &(&str, &str)| format!("{label}=\"{}\"", escaped(value));
    let labels: Vec<String> = labels.iter().map(label).collect();
    let braced =
        if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    let _ = writeln!(lines, "{name}{braced} {value}");
}

/// A label's value holds any text; three signs are written otherwise.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_stands_in_one_piece_with_its_help_and_type() {
        let mut figures = Figures::default();
        figures.gauge(Gauge::QueueEntries, &[("member", "SN"), ("lane", "flash")], 3.0);
        figures.counter(Counter::PeerBytes, &[("way", "sent")], 10.5);
        figures.gauge(Gauge::LogEntries, &[], 9_007_199_254_740_991.0);
        figures.gauge(Gauge::QueueEntries, &[("member", "a\"b\\c\n"), ("lane", "urgent")], 0.0);
        let expected = "\
# HELP amana_log_entries Leaves of this node's log.
# TYPE amana_log_entries gauge
amana_log_entries 9007199254740991
# HELP amana_queue_entries Entries it has not acknowledged.
# TYPE amana_queue_entries gauge
amana_queue_entries{member=\"SN\",lane=\"flash\"} 3
amana_queue_entries{member=\"a\\\"b\\\\c\\n\",lane=\"urgent\"} 0
# HELP amana_peer_bytes_total Application bytes to and from members.
# TYPE amana_peer_bytes_total counter
amana_peer_bytes_total{way=\"sent\"} 10.5
";
        assert_eq!(figures.to_text(), expected);
    }
}
