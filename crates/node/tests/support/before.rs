//! Takes a store back to how an earlier binary left it.

/// Before version 24 recipients compared nothing, and no contradiction was told.
pub const TWENTY_FOUR: &str = "
    DROP TABLE disclosed; DROP TABLE disclosed_mark; DROP TABLE contradiction;
    DROP TABLE contradiction_told; PRAGMA user_version = 23;";

/// After [`TWENTY_FOUR`]. Before version 23 nothing was kept by which both ends of a lane compare
/// it.
pub const TWENTY_THREE: &str = "
    DROP TABLE taken; DROP TABLE tally; DROP TABLE tally_part; DROP TABLE differing;
    ALTER TABLE outbox DROP COLUMN gone; PRAGMA user_version = 22;";

/// After [`TWENTY_THREE`]. Before version 22 nothing of an unknown kind was kept.
pub const TWENTY_TWO: &str = "DROP TABLE quarantine; PRAGMA user_version = 21;";

/// After [`TWENTY_TWO`]. Before version 21 a log had one epoch, and nobody compared anything.
pub const TWENTY_ONE: &str = "
    DROP TABLE log_epoch; DROP TABLE closed_leaf; DROP TABLE closed_tile;
    DROP TABLE behind; DROP TABLE behind_lane; ALTER TABLE record DROP COLUMN epoch;
    PRAGMA user_version = 20;";

/// Before version 20 every pouch went over a line.
pub const NINETEEN: &str = "
    DROP TABLE parcel; DROP TABLE head_join; DROP TABLE relayed;
    PRAGMA user_version = 19;";

/// After [`TWENTY_ONE`]. Before version 18 nothing was cosigned, before 15 nobody was bound to an
/// identity, before 13 no draft was kept, before 12 the audit had no lines, before 11 nothing was
/// proposed, before 9 nobody had a thread; before 7, kinds of identifiers and days were texts.
pub const SEVEN: &str = "
    DROP TABLE parcel; DROP TABLE head_join; DROP TABLE relayed;
    DROP TABLE device; DROP TABLE copy;
    DROP TABLE watch_list; DROP TABLE list_update; DROP TABLE list_entry; DROP TABLE list_token;
    DROP TABLE list_gone; DROP TABLE listed; DROP TABLE listed_token; DROP TABLE question;
    DROP TABLE hit; DROP TABLE standing_ask;
    DROP TABLE cosigned; DROP TABLE cosignature; DROP TABLE witnessed; DROP TABLE head_link;
    DROP TABLE identity; ALTER TABLE browser_session DROP COLUMN identity;
    DROP TABLE assignment; DROP TABLE holder; DROP TABLE hand_over; DROP TABLE thread_mark;
    DROP TABLE thread_reader; DROP TABLE duty; DROP TABLE duty_unit; DROP TABLE unseen;
    DROP TABLE escalation; DROP TABLE thread_audience; DROP TABLE thread; DROP TABLE thread_term;
    DROP TABLE proposal; DROP TABLE way_in; DROP TABLE unit;
    DROP TABLE limit_set; DROP TABLE retention; DROP TABLE disk_day;
    DROP TABLE draft; DROP TABLE sent_draft; DROP TABLE template;
    DROP TABLE attachment; DROP TABLE original; DROP TABLE attachment_told; DROP TABLE upload;
    DROP TABLE doomed; DROP TABLE withdrawn;
    DROP TABLE audit_line; DROP TABLE audit_hour; DROP TABLE hint; DROP INDEX audit_record_audit;
    CREATE TABLE before (kind TEXT NOT NULL, value TEXT NOT NULL, record INTEGER NOT NULL,
      PRIMARY KEY (kind, value, record)) STRICT, WITHOUT ROWID;
    INSERT INTO before SELECT k.code, s.value, s.record
      FROM selector AS s JOIN selector_kind AS k ON k.number = s.kind;
    DROP TABLE selector;
    DROP TABLE selector_kind;
    ALTER TABLE before RENAME TO selector;
    CREATE INDEX selector_record ON selector (record);
    CREATE TABLE before (record INTEGER PRIMARY KEY, class INTEGER NOT NULL, kind TEXT NOT NULL,
      latest INTEGER NOT NULL, created INTEGER NOT NULL, expiry TEXT NOT NULL,
      review TEXT NOT NULL, title TEXT NOT NULL) STRICT;
    INSERT INTO before SELECT record, class, kind, latest, created,
      printf('%04d-%02d-%02d', expiry / 10000, expiry / 100 % 100, expiry % 100),
      printf('%04d-%02d-%02d', review / 10000, review / 100 % 100, review % 100), title FROM entry;
    DROP TABLE entry;
    ALTER TABLE before RENAME TO entry;
    CREATE INDEX entry_class ON entry (class, record);
    CREATE INDEX entry_expiry ON entry (expiry);
    DROP TABLE passkey;
    DROP TABLE assertion;
    DROP TABLE recovery;
    ALTER TABLE browser_session DROP COLUMN agent;
    ALTER TABLE browser_session DROP COLUMN used;
    ALTER TABLE browser_session DROP COLUMN passkey;
    PRAGMA user_version = 6;";
