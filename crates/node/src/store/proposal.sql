-- A node's own administration: deeds that wait for a second person, units, limits, retention.
-- Ground, as officers and tokens are: nothing derives it, and a backup brings it back.

CREATE TABLE proposal (
  number   INTEGER PRIMARY KEY,
  measure  TEXT    NOT NULL,  -- its code
  about    TEXT    NOT NULL,  -- what it is about, in JSON, without content
  sealed   BLOB,              -- what exactly would be done, under the storage key; NULL once over
  digest   BLOB    NOT NULL,  -- of what is sealed: who confirms says which
  class    BLOB,              -- audience class of a draft: who may see it is decided by it
  officer  TEXT    NOT NULL,
  unit     TEXT    NOT NULL,
  role     TEXT    NOT NULL,
  reason   TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  until    INTEGER NOT NULL,
  state    TEXT    NOT NULL,  -- open, confirmed, declined, withdrawn, lapsed, failed
  second   TEXT,              -- who decided it
  answer   TEXT,              -- and why
  decided  INTEGER,
  outcome  TEXT
) STRICT;
CREATE INDEX proposal_open ON proposal (until) WHERE state = 'open';

-- Who made the link that a sign-in link's digest or a session's came from: nobody is a second
-- person by a way in that the first one made.
CREATE TABLE way_in (
  digest BLOB PRIMARY KEY,
  maker  TEXT    NOT NULL,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE unit (
  code    TEXT PRIMARY KEY,
  name    TEXT    NOT NULL,
  created INTEGER NOT NULL,
  ended   INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO unit (code, name, created)
  SELECT unit, unit, min(created) FROM officer GROUP BY unit;

-- A limit that differs from the file's. It stands while the file says what it said then: whoever
-- edits the file later has the last word, and that is audited when the node opens.
CREATE TABLE limit_set (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL,
  over  INTEGER NOT NULL,
  at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Days until review at most, by kind and level; an empty text stands for all of them.
CREATE TABLE retention (
  kind  TEXT    NOT NULL,
  level TEXT    NOT NULL,
  days  INTEGER NOT NULL,
  PRIMARY KEY (kind, level)
) STRICT, WITHOUT ROWID;

-- How large the store was as a day began (UTC, days since 1970).
CREATE TABLE disk_day (
  day   INTEGER PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT;
