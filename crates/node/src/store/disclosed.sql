-- Derived: records of others that name their recipients, us among them, and where they are looked
-- for by who has the same.
CREATE TABLE disclosed (
  record INTEGER PRIMARY KEY,
  tag    INTEGER NOT NULL,  -- two bytes of the name's digest
  named  TEXT    NOT NULL   -- the other recipients' codes, each between two blanks
) STRICT;
CREATE INDEX disclosed_tag ON disclosed (tag);
INSERT OR REPLACE INTO setting (key, value)
  SELECT 'disclosed/incomplete', x'01' WHERE EXISTS (SELECT 1 FROM record);

-- Up to which record they were compared with a member.
CREATE TABLE disclosed_mark (
  peer   TEXT    PRIMARY KEY,
  record INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ground: what proves to anyone that a member told two stories.
CREATE TABLE contradiction (
  row   INTEGER PRIMARY KEY,
  owner TEXT    NOT NULL,
  what  TEXT    NOT NULL,  -- head, record
  about BLOB    NOT NULL,  -- the log's epoch, or the record's name
  proof BLOB    NOT NULL,
  named TEXT,              -- who may be told, each code between two blanks; NULL for everyone
  at    INTEGER NOT NULL,
  UNIQUE (owner, what, about)
) STRICT;

-- Who was told, or told us.
CREATE TABLE contradiction_told (
  peer          TEXT    NOT NULL,
  contradiction INTEGER NOT NULL,
  at            INTEGER NOT NULL,
  refused       INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (peer, contradiction)
) STRICT, WITHOUT ROWID;
