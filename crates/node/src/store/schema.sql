-- Ground: the records' bytes, the log, and what was promised to whom.

CREATE TABLE record (
  row        INTEGER PRIMARY KEY,
  owner      TEXT    NOT NULL,
  id         BLOB    NOT NULL,
  revision   INTEGER NOT NULL,
  content_id BLOB    NOT NULL,
  header     BLOB    NOT NULL,
  content    BLOB,              -- under its own key; NULL once erased
  leaf       INTEGER NOT NULL,  -- `published` in the owner's log
  leaf_salt  BLOB    NOT NULL,
  proof      INTEGER,           -- evidence it came with; NULL for our own
  arrived    INTEGER NOT NULL,
  -- Names are time-ordered: one index serves dedupe, conflict and reference.
  UNIQUE (owner, id, revision, content_id)
) STRICT;

-- One content key a record, wrapped under the storage key; erasing deletes it.
CREATE TABLE content_key (
  record  INTEGER PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT;

-- What proves the records of one pouch: one checkpoint, one shared inclusion proof.
CREATE TABLE proof (
  row        INTEGER PRIMARY KEY,
  owner      TEXT NOT NULL,
  checkpoint TEXT NOT NULL,
  shared     BLOB NOT NULL,
  leaves     BLOB NOT NULL
) STRICT;

-- Our own log: what each leaf is about. The 32-byte entries are in full tiles and the right edge.
CREATE TABLE leaf (
  idx     INTEGER PRIMARY KEY,
  type    INTEGER NOT NULL,
  salt    BLOB    NOT NULL,
  subject BLOB    NOT NULL
) STRICT;

CREATE TABLE tile (
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  bytes BLOB    NOT NULL,
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- Checkpoints we let go, and the last verified head of every other log.
CREATE TABLE head (
  owner TEXT    NOT NULL,
  size  INTEGER NOT NULL,
  root  BLOB    NOT NULL,
  note  TEXT    NOT NULL,
  at    INTEGER NOT NULL,
  PRIMARY KEY (owner, size)
) STRICT, WITHOUT ROWID;

-- Two heads or two records that contradict each other; both are kept.
CREATE TABLE conflict (
  row   INTEGER PRIMARY KEY,
  owner TEXT    NOT NULL,
  what  TEXT    NOT NULL,
  first BLOB    NOT NULL,
  other BLOB    NOT NULL,
  at    INTEGER NOT NULL
) STRICT;

-- One sequence without gaps for every peer and lane. Kept as the state per recipient.
CREATE TABLE outbox (
  peer   TEXT    NOT NULL,
  lane   INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  record INTEGER NOT NULL,
  void   TEXT,              -- why nothing went
  sent   INTEGER,           -- moments, ms
  acked  INTEGER,
  deferred INTEGER,         -- the peer could not read it yet
  PRIMARY KEY (peer, lane, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_deferred ON outbox (deferred) WHERE deferred IS NOT NULL;
CREATE INDEX outbox_record ON outbox (record);

-- Where a lane stands: the next number, and the last that was logged as sent.
CREATE TABLE lane (
  peer  TEXT    NOT NULL,
  lane  INTEGER NOT NULL,
  next  INTEGER NOT NULL,
  sent  INTEGER NOT NULL,
  PRIMARY KEY (peer, lane)
) STRICT, WITHOUT ROWID;

-- A pouch that was logged as sent and not acknowledged yet: a retry seals the same manifest anew.
CREATE TABLE pouch (
  peer     TEXT    NOT NULL,
  lane     INTEGER NOT NULL,
  first    INTEGER NOT NULL,
  last     INTEGER NOT NULL,
  manifest BLOB    NOT NULL,
  leaf     INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, first)
) STRICT, WITHOUT ROWID;

-- Ranges received, merged; pouches may come out of order.
CREATE TABLE received (
  peer  TEXT    NOT NULL,
  lane  INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last  INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, first)
) STRICT, WITHOUT ROWID;

-- Receipts we owe, resent until acknowledged; each is a leaf of our log.
-- The leaf is the order: unlike a row's number it is never used again.
CREATE TABLE receipt_due (
  peer  TEXT    NOT NULL,
  leaf  INTEGER NOT NULL,
  bytes BLOB    NOT NULL,
  PRIMARY KEY (peer, leaf)
) STRICT, WITHOUT ROWID;

-- Receipts we got, with their evidence.
CREATE TABLE receipt (
  row    INTEGER PRIMARY KEY,
  peer   TEXT    NOT NULL,
  owner  TEXT    NOT NULL,
  id     BLOB    NOT NULL,
  revision INTEGER NOT NULL,
  status INTEGER NOT NULL,
  at     INTEGER NOT NULL,
  leaf   INTEGER NOT NULL,
  bytes  BLOB    NOT NULL,
  proof  INTEGER NOT NULL,
  UNIQUE (id, revision, peer, status, owner, leaf)
) STRICT;

-- What may not be read any more, and why. Outlives the content and forbids its return.
CREATE TABLE hide (
  row         INTEGER PRIMARY KEY,
  owner       TEXT    NOT NULL,
  id          BLOB    NOT NULL,
  revision    INTEGER NOT NULL,  -- up to this one
  cause       TEXT    NOT NULL,
  by_id       BLOB,              -- the control record, where one said so
  at          INTEGER NOT NULL,
  erase_after INTEGER,           -- NULL: not until decided
  lifted      INTEGER,
  erased      INTEGER
) STRICT;
CREATE INDEX hide_name ON hide (owner, id);
CREATE INDEX hide_due ON hide (erase_after) WHERE erased IS NULL AND lifted IS NULL;

-- Copies kept for a court, under the data-protection officer's key.
CREATE TABLE held (
  row       INTEGER PRIMARY KEY,
  owner     TEXT    NOT NULL,
  id        BLOB    NOT NULL,
  revision  INTEGER NOT NULL,
  authority TEXT    NOT NULL,
  reference TEXT    NOT NULL,
  until     TEXT    NOT NULL,
  by_id     BLOB    NOT NULL,
  copy      BLOB,
  ended     INTEGER
) STRICT;

-- Decisions of policy, kept beside what they let out.
CREATE TABLE released (
  record   INTEGER NOT NULL,
  peer     TEXT    NOT NULL,
  decision TEXT    NOT NULL,
  PRIMARY KEY (record, peer)
) STRICT, WITHOUT ROWID;

-- Reads, listings, queries, exports, decisions, refusals.
CREATE TABLE audit (
  row    INTEGER PRIMARY KEY,
  minute INTEGER NOT NULL,
  bytes  BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_minute ON audit (minute);
-- Which record an audit entry is about, so that an owner's question is one look-up.
CREATE TABLE audit_record (
  owner TEXT    NOT NULL,
  id    BLOB    NOT NULL,
  audit INTEGER NOT NULL,
  PRIMARY KEY (owner, id, audit)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit_root (
  minute INTEGER PRIMARY KEY,
  root   BLOB    NOT NULL,
  count  INTEGER NOT NULL,
  leaf   INTEGER NOT NULL
) STRICT;

CREATE TABLE officer (
  code    TEXT PRIMARY KEY,  -- the pseudonym peers see
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  unit    TEXT NOT NULL,
  created INTEGER NOT NULL,
  ended   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
  digest  BLOB PRIMARY KEY,
  officer TEXT    NOT NULL,
  scopes  TEXT    NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER
) STRICT, WITHOUT ROWID;

-- Rows of a foreign file that became records: digest of the row and how often it came before.
CREATE TABLE imported (
  source     TEXT    NOT NULL,
  row_digest BLOB    NOT NULL,
  occurrence INTEGER NOT NULL,
  PRIMARY KEY (source, row_digest, occurrence)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived: `fsck --rebuild` makes these anew and they come out the same.

CREATE TABLE class (
  class  INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE entry (
  record   INTEGER PRIMARY KEY,
  class    INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  latest   INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  expiry   TEXT    NOT NULL,
  review   TEXT    NOT NULL,
  title    TEXT    NOT NULL
) STRICT;
CREATE INDEX entry_class ON entry (class, record);
CREATE INDEX entry_expiry ON entry (expiry);

CREATE TABLE selector (
  kind   TEXT    NOT NULL,
  value  TEXT    NOT NULL,
  record INTEGER NOT NULL,
  PRIMARY KEY (kind, value, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX selector_record ON selector (record);
