-- Derived, and made behind the path: what the audit is narrowed by, one line an entry.
CREATE TABLE audit_line (
  audit   INTEGER PRIMARY KEY,   -- row of the entry
  at      INTEGER NOT NULL,
  deed    TEXT    NOT NULL,
  officer TEXT    NOT NULL,      -- who did it: an officer's code, a peer's, or nobody's
  role    TEXT    NOT NULL,
  unit    TEXT    NOT NULL,
  purpose TEXT,
  refused INTEGER NOT NULL,
  rule    TEXT,                  -- that refused
  kind    TEXT                   -- of the first record it is about, where it is known here
) STRICT;
CREATE INDEX audit_line_at ON audit_line (at);
CREATE INDEX audit_line_officer ON audit_line (officer, audit);
CREATE INDEX audit_line_unit ON audit_line (unit, audit);
CREATE INDEX audit_line_deed ON audit_line (deed, audit);
CREATE INDEX audit_line_purpose ON audit_line (purpose, audit);
CREATE INDEX audit_line_kind ON audit_line (kind, audit);
CREATE INDEX audit_line_refused ON audit_line (audit) WHERE refused = 1;
CREATE INDEX audit_line_rule ON audit_line (rule, audit) WHERE rule IS NOT NULL;
CREATE INDEX audit_record_audit ON audit_record (audit);

-- Derived: how many look-ups an officer made in an hour (hours since 1970, UTC).
CREATE TABLE audit_hour (
  officer TEXT    NOT NULL,
  hour    INTEGER NOT NULL,
  unit    TEXT    NOT NULL,
  count   INTEGER NOT NULL,
  PRIMARY KEY (officer, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_hour_unit ON audit_hour (unit, hour, officer, count);

-- Ground: what was put before the data-protection officer, and what that person said of it.
CREATE TABLE hint (
  row     INTEGER PRIMARY KEY,
  reason  TEXT    NOT NULL,      -- `burst` or `outside`
  officer TEXT    NOT NULL,
  unit    TEXT    NOT NULL,
  hour    INTEGER NOT NULL,
  facts   TEXT    NOT NULL,      -- JSON: the figures and records that the sentence names
  found   INTEGER NOT NULL,
  seen    INTEGER,
  seen_by TEXT,
  note    TEXT,
  UNIQUE (reason, officer, hour)
) STRICT;
CREATE INDEX hint_unseen ON hint (row) WHERE seen IS NULL;
