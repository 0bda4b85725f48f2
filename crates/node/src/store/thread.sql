-- Derived: what threads, clocks and links need of each record.

CREATE TABLE message (
  record   INTEGER PRIMARY KEY,
  thread   BLOB    NOT NULL,   -- id of its first message
  type     TEXT    NOT NULL,
  reply_to BLOB,
  urgency  INTEGER NOT NULL,   -- as lanes are numbered
  direct   INTEGER NOT NULL,
  deadline INTEGER,            -- set by hand; ms
  asks     TEXT    NOT NULL,   -- JSON: code of each question
  concerns TEXT    NOT NULL,   -- JSON: numbers of questions
  pause    TEXT
) STRICT;
CREATE INDEX message_thread ON message (thread, record);
CREATE INDEX message_request ON message (record) WHERE type = 'request';

CREATE TABLE link (
  record      INTEGER NOT NULL,
  number      INTEGER NOT NULL,  -- its place in the record
  role        TEXT    NOT NULL,
  owner       TEXT    NOT NULL,  -- of the record it leads to
  id          BLOB    NOT NULL,
  confirmed   INTEGER NOT NULL,
  evaluation  TEXT,              -- 4×4, for instance B2
  PRIMARY KEY (record, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_to ON link (owner, id, record);

-- What is stored already has no such rows yet: the node makes them when it opens.
INSERT INTO setting (key, value)
  SELECT 'derived/incomplete', x'01' WHERE EXISTS (SELECT 1 FROM record);
