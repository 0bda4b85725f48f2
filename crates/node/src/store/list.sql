-- Ground: lists of others, as they were taken in, and each of their updates.
CREATE TABLE watch_list (
  list    INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT    NOT NULL,
  about   TEXT    NOT NULL,      -- JSON: format, purposes, owner, licence, review, …
  added   INTEGER NOT NULL,
  round   INTEGER NOT NULL,      -- its newest update that stands; 0 while its first is staged
  entries INTEGER NOT NULL,
  removed INTEGER
) STRICT;
CREATE UNIQUE INDEX watch_list_name ON watch_list (name) WHERE removed IS NULL;

CREATE TABLE list_update (
  list    INTEGER NOT NULL,
  round   INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  officer TEXT    NOT NULL,
  day     TEXT,                  -- that the list says it is of
  digest  BLOB    NOT NULL,      -- of the file
  entries INTEGER NOT NULL,
  added   INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  gone    INTEGER NOT NULL,
  last    INTEGER NOT NULL,      -- key of its newest entry
  stamp   BLOB    NOT NULL,      -- drawn: a segment in a file is of this very update
  PRIMARY KEY (list, round)
) STRICT, WITHOUT ROWID;

-- An entry stands from the update `since` on, and until the one that takes it out. A key is never
-- given twice: segments in files know entries by it.
CREATE TABLE list_entry (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  list      INTEGER NOT NULL,
  reference BLOB    NOT NULL,    -- 16 bytes of its digest
  digest    BLOB    NOT NULL,    -- 16 bytes of the whole entry's
  body      BLOB    NOT NULL,
  since     INTEGER NOT NULL,
  until     INTEGER
) STRICT;
CREATE INDEX list_entry_list ON list_entry (list, key);
CREATE INDEX list_entry_until ON list_entry (list, until) WHERE until IS NOT NULL;
CREATE TABLE list_token (
  token TEXT    NOT NULL,
  key   INTEGER NOT NULL,
  PRIMARY KEY (token, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_token_key ON list_token (key);
-- Keys that a segment in a file still has.
CREATE TABLE list_gone (
  list INTEGER NOT NULL,
  key  INTEGER NOT NULL,
  PRIMARY KEY (list, key)
) STRICT, WITHOUT ROWID;

-- Derived: records that say who or what is looked for.
CREATE TABLE listed (
  record INTEGER PRIMARY KEY,
  body   BLOB    NOT NULL
) STRICT;
CREATE TABLE listed_token (
  token  TEXT    NOT NULL,
  record INTEGER NOT NULL,
  PRIMARY KEY (token, record)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_token_record ON listed_token (record);

-- Ground: what was asked, for whoever asked it, until its days are over.
CREATE TABLE question (
  question INTEGER PRIMARY KEY AUTOINCREMENT,
  at       INTEGER NOT NULL,
  officer  TEXT    NOT NULL,
  unit     TEXT    NOT NULL,
  purpose  TEXT    NOT NULL,
  matter   TEXT,                 -- the case it is for
  asked    BLOB    NOT NULL,
  hits     INTEGER NOT NULL,
  standing INTEGER               -- the standing question that it answers
) STRICT;
CREATE INDEX question_officer ON question (officer, question);
CREATE INDEX question_at ON question (at);

-- Ground: what was found, so that it can be worked out again. What was compared goes with its
-- source; digests and weights stay.
CREATE TABLE hit (
  hit        INTEGER PRIMARY KEY AUTOINCREMENT,
  question   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  officer    TEXT    NOT NULL,
  unit       TEXT    NOT NULL,
  purpose    TEXT    NOT NULL,
  list       INTEGER,
  round      INTEGER,
  entry      INTEGER,            -- key of the list's entry
  record     INTEGER,            -- row of the record
  name       TEXT    NOT NULL,   -- of the record, or list and reference
  asked      BLOB    NOT NULL,
  entity     BLOB,
  digest     BLOB    NOT NULL,   -- of what was compared
  scorer     TEXT    NOT NULL,
  score      INTEGER NOT NULL,   -- the bits of the number
  factors    TEXT    NOT NULL,   -- JSON
  decision   TEXT,
  reason     TEXT,
  decided_by TEXT,
  decided_at INTEGER
) STRICT;
CREATE INDEX hit_officer ON hit (officer, hit);
CREATE INDEX hit_question ON hit (question);
CREATE INDEX hit_record ON hit (record) WHERE record IS NOT NULL;
CREATE INDEX hit_entry ON hit (entry) WHERE entry IS NOT NULL;

-- Ground: questions that are answered when a list or a record arrives.
CREATE TABLE standing_ask (
  standing INTEGER PRIMARY KEY AUTOINCREMENT,
  officer  TEXT    NOT NULL,
  unit     TEXT    NOT NULL,
  role     TEXT    NOT NULL,
  purpose  TEXT    NOT NULL,
  matter   TEXT,
  asked    BLOB    NOT NULL,
  note     TEXT    NOT NULL,
  created  INTEGER NOT NULL,
  expires  TEXT    NOT NULL,
  review   TEXT    NOT NULL,
  ended    INTEGER
) STRICT;
CREATE INDEX standing_ask_officer ON standing_ask (officer);

-- Records that are here already are looked at once.
INSERT OR REPLACE INTO setting (key, value)
  SELECT 'listed/incomplete', x'01' WHERE EXISTS (SELECT 1 FROM record);
