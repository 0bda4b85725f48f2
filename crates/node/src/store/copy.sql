-- Ground: devices that carry offline copies. A name is never given twice.
CREATE TABLE device (
  name        TEXT    PRIMARY KEY,
  unit        TEXT    NOT NULL,
  role        TEXT    NOT NULL,     -- by which policy decides what it carries
  key         BLOB    NOT NULL,     -- its public half now; each contact brings the next
  generation  INTEGER NOT NULL,     -- of what both share; each contact turns it
  secret      BLOB    NOT NULL,     -- CBOR under the storage key
  questions   INTEGER NOT NULL,     -- handed over so far
  enrolled    INTEGER NOT NULL,
  enrolled_by TEXT    NOT NULL,
  contact     INTEGER,              -- the last one
  broken      INTEGER,              -- its questions did not fit together
  ended       INTEGER,
  ended_by    TEXT
) STRICT, WITHOUT ROWID;

-- Ground: what was chosen for a device. One stands at a time.
CREATE TABLE copy (
  copy     INTEGER PRIMARY KEY AUTOINCREMENT,
  device   TEXT    NOT NULL,
  chosen   TEXT    NOT NULL,        -- JSON: lists, records, purposes, hours
  made     INTEGER NOT NULL,
  made_by  TEXT    NOT NULL,
  created  INTEGER NOT NULL,        -- what it says is of this moment
  stale    INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  entries  INTEGER NOT NULL,
  ended    INTEGER,
  ended_by TEXT
) STRICT;
CREATE UNIQUE INDEX copy_device ON copy (device) WHERE ended IS NULL;
