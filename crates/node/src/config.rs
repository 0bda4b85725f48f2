//! `amana.toml`: addresses and every limit, each with its reason.
//!
//! It is long because it is a list: a line for each limit and another for its default.

use std::ops::Deref;
use std::sync::{Arc, RwLock};

use record::NodeCode;
use record::attachment::ATTACHED_MAX;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::attachment::archive::Limits;
use crate::provider::setting::{self, Setting};

/// The file as `amana init` writes it; a test holds it equal to the defaults.
pub const TEMPLATE: &str = include_str!("amana.toml");

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub api_listen: String,
    pub origin: String,
    pub rp_id: String,
    pub links_sign_in: bool,
    pub identity_provider: Vec<Setting>,
    pub decisions_need_passkey: bool,
    pub peer_listen: String,
    pub peer_routes: Vec<String>,
    pub metrics_listen: String,
    pub pouch_entries_max: usize,
    pub pouch_bytes_max: usize,
    pub pouch_ttl_s: i64,
    pub batch_rows_max: usize,
    pub queue_max: usize,
    pub pouches_under_way_max: usize,
    pub backoff_ms_min: u64,
    pub backoff_ms_max: u64,
    pub pouches_sealed_max: usize,
    pub pouches_tried_max: usize,
    pub pull_polls_max: usize,
    pub pull_wait_s_max: u64,
    pub bundle_bytes_max: usize,
    pub bundle_days_max: i64,
    pub relay_failures_min: u32,
    pub relay_under_way_max: usize,
    pub relay_again_min: i64,
    pub relay_hold_max_h: i64,
    pub relay_bytes_max: u64,
    pub relay_sender_bytes_max: u64,
    pub mirror_leaves_max: u64,
    pub quarantine_bytes_max: u64,
    pub compare_interval_min: u32,
    pub credit_max: u64,
    pub range_gap_max: u64,
    pub ranges_max: usize,
    pub created_ahead_ms_max: i64,
    pub erase_grace_h: i64,
    pub clock_skew_ms_max: i64,
    pub clock_jump_ms_max: i64,
    pub eraser_peers_min: usize,
    pub hold_days_max: i64,
    pub review_years_max: i16,
    pub request_bytes_max: usize,
    pub page_entries_max: u32,
    pub token_days_max: i64,
    pub sign_in_link_h_max: i64,
    pub session_h_max: i64,
    pub sessions_max: usize,
    pub passkeys_max: usize,
    pub passkey_wait_s_max: i64,
    pub challenges_max: usize,
    pub recovery_h_max: i64,
    pub refused_sign_ins_max: u32,
    pub identity_providers_max: usize,
    pub provider_wait_s_max: i64,
    pub provider_answers_max: usize,
    pub provider_auth_s_max: i64,
    pub provider_skew_s_max: i64,
    pub provider_kept_s_max: i64,
    pub provider_ms_max: u64,
    pub provider_answer_bytes_max: usize,
    pub restore_wait_s_max: u64,
    pub backup_days_max: i64,
    pub proposal_h_max: i64,
    pub proposals_max: u64,
    pub proposals_kept_days_max: i64,
    pub rate_sign_in_max: u32,
    pub rate_unknown_max: u32,
    pub rate_search_max: u32,
    pub rate_export_max: u32,
    pub rate_stream_max: u32,
    pub rate_rest_max: u32,
    pub rate_callers_max: usize,
    pub disk_survey_bytes_max: u64,
    pub disk_free_bytes_min: u64,
    pub events_buffer_max: usize,
    pub event_streams_max: usize,
    pub connections_max: usize,
    pub header_bytes_max: usize,
    pub header_s_max: u64,
    pub body_pause_s_max: u64,
    pub body_s_max: u64,
    pub title_chars_max: usize,
    pub duplicates_records_max: u64,
    pub exchange_file_bytes_max: u64,
    pub exchange_objects_max: usize,
    pub record_words_max: usize,
    pub index_rows_max: usize,
    pub index_terms_max: usize,
    pub index_wait_ms_max: u64,
    pub index_share_percent_max: u64,
    pub query_words_max: usize,
    pub prefix_terms_max: usize,
    pub phrase_checks_max: usize,
    pub count_rows_max: i64,
    pub facet_values_max: usize,
    pub query_chars_max: usize,
    pub sort_rows_max: usize,
    pub saved_views_max: usize,
    pub drafts_max: usize,
    pub draft_bytes_max: usize,
    pub draft_days_max: i64,
    pub sent_draft_days_max: i64,
    pub templates_max: usize,
    pub template_days_max: i64,
    pub export_rows_max: u64,
    pub thread_messages_max: u32,
    pub threads_scan_max: u32,
    pub threads_mixed_max: u32,
    pub threads_count_max: u32,
    pub unread_messages_max: u32,
    pub statistics_requests_max: u32,
    pub hand_over_threads_max: u32,
    pub note_chars_max: usize,
    pub duty_turns_max: u32,
    pub duty_turn_h_max: i64,
    pub flash_unseen_min: i64,
    pub notify_command: Vec<String>,
    pub notify_ms_max: u64,
    pub notify_queue_max: usize,
    pub notify_per_min_max: usize,
    pub links_max: u32,
    pub common_mentions_max: u32,
    pub attachments_max: usize,
    pub attachment_bytes_max: u64,
    pub picture_bytes_max: u64,
    pub attachment_types: Vec<String>,
    pub attachments_disk_bytes_max: u64,
    pub attachment_piece_bytes_max: usize,
    pub device_files_max: usize,
    pub device_bytes_max: u64,
    pub uploads_max: usize,
    pub uploads_disk_bytes_max: u64,
    pub upload_h_max: i64,
    pub archive_entries_max: u64,
    pub archive_bytes_max: u64,
    pub archive_ratio_max: u64,
    pub archive_nesting_max: u32,
    pub inspection_rows_max: u32,
    pub audit_file_lines_max: usize,
    pub hint_look_ups_max: u32,
    pub hint_spreads_max: u32,
    pub hint_weeks: i64,
    pub hint_note_chars_max: usize,
    pub lists_max: usize,
    pub list_entries_max: u64,
    pub list_file_bytes_max: u64,
    pub list_shrink_percent_max: u64,
    pub ask_hits_max: usize,
    pub ask_batch_max: usize,
    pub question_days_max: i64,
    pub hit_days_max: i64,
    pub devices_max: u64,
    pub copy_h_max: i64,
    pub copy_stale_percent_max: u64,
    pub copy_entries_max: u64,
    pub copy_questions_max: u64,
    pub copy_contact_bytes_max: usize,
    pub standing_questions_max: usize,
    pub rate_ask_max: u32,
}

/// What officers may put beside a record. A page or a drawing that could run is not among them.
const ATTACHMENT_TYPES: [&str; 18] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/tiff",
    "application/pdf",
    "text/plain",
    "text/csv",
    "video/mp4",
    "video/quicktime",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
];

impl Default for Config {
    #[expect(clippy::too_many_lines, reason = "a list of limits, one a line, and no procedure")]
    fn default() -> Self {
        Self {
            api_listen: "127.0.0.1:7480".into(),
            origin: String::new(),
            rp_id: String::new(),
            links_sign_in: false,
            identity_provider: Vec::new(),
            decisions_need_passkey: false,
            peer_listen: "127.0.0.1:7481".into(),
            peer_routes: Vec::new(),
            metrics_listen: String::new(),
            pouch_entries_max: 256,
            pouch_bytes_max: 4 * 1024 * 1024,
            pouch_ttl_s: 3_600,
            batch_rows_max: 256,
            queue_max: 4_096,
            pouches_under_way_max: 3,
            backoff_ms_min: 1_000,
            backoff_ms_max: 300_000,
            pouches_sealed_max: 64,
            pouches_tried_max: 8,
            pull_polls_max: 3,
            pull_wait_s_max: 30,
            bundle_bytes_max: 64 * 1024 * 1024,
            bundle_days_max: 14,
            relay_failures_min: 3,
            relay_under_way_max: 64,
            relay_again_min: 30,
            relay_hold_max_h: 72,
            relay_bytes_max: 1024 * 1024 * 1024,
            relay_sender_bytes_max: 128 * 1024 * 1024,
            mirror_leaves_max: 250_000_000,
            quarantine_bytes_max: 256 * 1024 * 1024,
            compare_interval_min: 60,
            credit_max: 4_096,
            range_gap_max: 65_536,
            ranges_max: 256,
            created_ahead_ms_max: 600_000,
            erase_grace_h: 72,
            clock_skew_ms_max: 300_000,
            clock_jump_ms_max: 600_000,
            eraser_peers_min: 2,
            hold_days_max: 366,
            review_years_max: 5,
            request_bytes_max: 8 * 1024 * 1024,
            page_entries_max: 200,
            token_days_max: 366,
            sign_in_link_h_max: 24,
            session_h_max: 8,
            sessions_max: 20,
            passkeys_max: 10,
            passkey_wait_s_max: 120,
            challenges_max: 10_000,
            recovery_h_max: 24,
            refused_sign_ins_max: 60,
            identity_providers_max: 4,
            provider_wait_s_max: 600,
            provider_answers_max: 10_000,
            provider_auth_s_max: 3_600,
            provider_skew_s_max: 60,
            provider_kept_s_max: 3_600,
            provider_ms_max: 5_000,
            provider_answer_bytes_max: 256 * 1024,
            restore_wait_s_max: 60,
            backup_days_max: 30,
            proposal_h_max: 72,
            proposals_max: 200,
            proposals_kept_days_max: 366,
            rate_sign_in_max: 120,
            rate_unknown_max: 120,
            rate_search_max: 600,
            rate_export_max: 120,
            rate_stream_max: 60,
            rate_rest_max: 12_000,
            rate_callers_max: 10_000,
            disk_survey_bytes_max: 1024 * 1024 * 1024,
            disk_free_bytes_min: 1024 * 1024 * 1024,
            events_buffer_max: 1_024,
            event_streams_max: 16,
            connections_max: 1_024,
            header_bytes_max: 65_536,
            header_s_max: 10,
            body_pause_s_max: 15,
            body_s_max: 300,
            title_chars_max: 200,
            duplicates_records_max: 400_000,
            exchange_file_bytes_max: 64 * 1024 * 1024,
            exchange_objects_max: 100_000,
            record_words_max: 20_000,
            index_rows_max: 1_024,
            index_terms_max: 4_096,
            index_wait_ms_max: 5_000,
            index_share_percent_max: 5,
            query_words_max: 32,
            prefix_terms_max: 512,
            phrase_checks_max: 500,
            count_rows_max: 1_000_000,
            facet_values_max: 50,
            query_chars_max: 2_000,
            sort_rows_max: 2_000,
            saved_views_max: 100,
            drafts_max: 50,
            draft_bytes_max: 256 * 1024,
            draft_days_max: 30,
            sent_draft_days_max: 90,
            templates_max: 50,
            template_days_max: 366,
            export_rows_max: 50_000,
            thread_messages_max: 1_000,
            threads_scan_max: 2_000,
            threads_mixed_max: 200,
            threads_count_max: 1_000,
            unread_messages_max: 20_000,
            statistics_requests_max: 10_000,
            hand_over_threads_max: 1_000,
            note_chars_max: 500,
            duty_turns_max: 1_000,
            duty_turn_h_max: 72,
            flash_unseen_min: 15,
            notify_command: Vec::new(),
            notify_ms_max: 5_000,
            notify_queue_max: 64,
            notify_per_min_max: 12,
            links_max: 500,
            common_mentions_max: 200,
            attachments_max: 20,
            attachment_bytes_max: 2 * 1024 * 1024 * 1024,
            picture_bytes_max: 64 * 1024 * 1024,
            attachment_types: ATTACHMENT_TYPES.map(str::to_owned).to_vec(),
            attachments_disk_bytes_max: 256 * 1024 * 1024 * 1024,
            attachment_piece_bytes_max: 1024 * 1024,
            device_files_max: 40,
            device_bytes_max: 256 * 1024 * 1024,
            uploads_max: 50,
            uploads_disk_bytes_max: 16 * 1024 * 1024 * 1024,
            upload_h_max: 96,
            archive_entries_max: 10_000,
            archive_bytes_max: 1024 * 1024 * 1024,
            archive_ratio_max: 200,
            archive_nesting_max: 3,
            inspection_rows_max: 2_000,
            audit_file_lines_max: 500,
            hint_look_ups_max: 60,
            hint_spreads_max: 6,
            hint_weeks: 4,
            hint_note_chars_max: 1_000,
            lists_max: 100,
            list_entries_max: 20_000_000,
            list_file_bytes_max: 8 * 1024 * 1024 * 1024,
            list_shrink_percent_max: 20,
            ask_hits_max: 20,
            ask_batch_max: 1_000,
            question_days_max: 30,
            hit_days_max: 366,
            devices_max: 1_000,
            copy_h_max: 168,
            copy_stale_percent_max: 50,
            copy_entries_max: 300_000,
            copy_questions_max: 10_000,
            copy_contact_bytes_max: 32 * 1024 * 1024,
            standing_questions_max: 100,
            rate_ask_max: 180_000,
        }
    }
}

/// Whom a route leads to, and where.
fn split(route: &str) -> Option<(NodeCode, &str)> {
    let (code, address) = route.split_once('=')?;
    let has_port = address.rsplit_once(':')?.1.parse::<u16>().is_ok();
    has_port.then_some((NodeCode::new(code).ok()?, address))
}

impl Config {
    pub fn parse(text: &str) -> Result<Self, Error> {
        let config: Self = toml::from_str(text).map_err(|e| Error::Config(e.to_string()))?;
        config.check()?;
        Ok(config)
    }

    pub fn check(&self) -> Result<(), Error> {
        let entries = (1..=256).contains(&self.pouch_entries_max);
        if !entries || self.pouch_bytes_max > 4 * 1024 * 1024 {
            return Err(Error::Config("a pouch holds 1 to 256 entries and at most 4 MiB".into()));
        }
        if self.proposal_h_max < 1 || self.rate_callers_max < 1 {
            return Err(Error::Config("a proposal waits an hour, a caller is counted".into()));
        }
        if self.erase_grace_h < 0 || self.review_years_max > 5 || self.hold_days_max > 366 {
            return Err(Error::Config("a legal limit may be tightened, not widened".into()));
        }
        if !(1..=1_440).contains(&self.flash_unseen_min) {
            return Err(Error::Config("flash_unseen_min is from one minute to a day".into()));
        }
        if !(2..=16).contains(&self.pull_polls_max) || !(1..=50).contains(&self.pull_wait_s_max) {
            let text = "a member polls 2 to 16 at a time, and a poll waits 1 to 50 seconds";
            return Err(Error::Config(text.into()));
        }
        if !(1..=1_440).contains(&self.compare_interval_min) {
            return Err(Error::Config("lanes are compared each minute to each day".into()));
        }
        let piece = self.attachment_piece_bytes_max;
        if !(4_096..=2 * 1024 * 1024).contains(&piece) || self.attachments_max > ATTACHED_MAX {
            let text = "a piece of a file has 4 KiB to 2 MiB, a record at most 64 files";
            return Err(Error::Config(text.into()));
        }
        if let Some(bad) = self.peer_routes.iter().find(|route| split(route).is_none()) {
            return Err(Error::Config(format!("peer_routes: {bad} is not MEMBER=ADDRESS:PORT")));
        }
        setting::check(&self.identity_provider, self.identity_providers_max)
    }

    /// Where a member is called that the directory says is called at `listed`.
    pub fn route(&self, member: &NodeCode, listed: &str) -> String {
        let own = self.peer_routes.iter().filter_map(|route| split(route));
        let mut own = own.filter(|(code, _)| code == member);
        own.next().map_or(listed, |(_, address)| address).to_owned()
    }

    /// How much an archive may turn out to be.
    pub fn archive_limits(&self) -> Limits {
        Limits {
            entries: self.archive_entries_max,
            bytes: self.archive_bytes_max,
            ratio: self.archive_ratio_max,
            nesting: self.archive_nesting_max,
        }
    }
}

/// The limits as they are now, for whoever outlives a change of them. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Live(Arc<RwLock<Arc<Config>>>);

impl Live {
    pub fn new(config: Config) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(config))))
    }

    pub fn now(&self) -> Arc<Config> {
        self.0.read().map_or_else(|lost| lost.into_inner().clone(), |held| held.clone())
    }

    pub fn set(&self, config: Config) {
        match self.0.write() {
            Ok(mut held) => *held = Arc::new(config),
            Err(lost) => *lost.into_inner() = Arc::new(config),
        }
    }
}

/// The limits that one request works with: cloning takes those of now, and every request has a
/// clone of its own, so that it keeps to one set of them from its beginning to its end.
#[derive(Debug)]
pub struct Current {
    config: Arc<Config>,
    live: Option<Live>,
}

impl Clone for Current {
    fn clone(&self) -> Self {
        let config = self.live.as_ref().map_or_else(|| self.config.clone(), Live::now);
        Self { config, live: self.live.clone() }
    }
}

impl Current {
    /// The same limits, for what keeps them.
    pub fn kept(&self) -> &Arc<Config> {
        &self.config
    }
}

impl Deref for Current {
    type Target = Config;

    fn deref(&self) -> &Config {
        &self.config
    }
}

impl From<Live> for Current {
    fn from(live: Live) -> Self {
        Self { config: live.now(), live: Some(live) }
    }
}

/// Limits that stay as they are.
impl From<Arc<Config>> for Current {
    fn from(config: Arc<Config>) -> Self {
        Self { config, live: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_the_defaults() {
        assert_eq!(Config::parse(TEMPLATE).unwrap(), Config::default());
    }

    #[test]
    fn limits_of_law_cannot_be_widened() {
        for line in ["review_years_max = 6", "hold_days_max = 400", "pouch_entries_max = 0"] {
            assert!(Config::parse(line).is_err(), "{line}");
        }
        assert!(Config::parse("unknown = 1").is_err());
    }

    #[test]
    fn a_member_is_called_where_a_route_leads_or_where_the_directory_says() {
        let config = Config::parse(r#"peer_routes = ["SN=10.8.0.3:7481"]"#).unwrap();
        let to = |code| config.route(&NodeCode::new(code).unwrap(), "sn.example:7481");
        assert_eq!((to("SN"), to("ES")), ("10.8.0.3:7481".into(), "sn.example:7481".into()));
        for bad in ["SN", "SN=10.8.0.3", "sn=10.8.0.3:7481", "SN=10.8.0.3:x"] {
            assert!(Config::parse(&format!("peer_routes = [{bad:?}]")).is_err(), "{bad}");
        }
    }
}
