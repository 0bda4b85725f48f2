-- What was numbered in every lane, kept so that both its ends can compare it.

-- Went as void in the manifest that numbered it, not only later.
ALTER TABLE outbox ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;

-- What came under each number of a peer's lane: content ids of 32 bytes, zeros for what was void.
CREATE TABLE taken (
  row     INTEGER PRIMARY KEY,
  peer    TEXT    NOT NULL,
  lane    INTEGER NOT NULL,
  first   INTEGER NOT NULL,
  entries BLOB    NOT NULL,
  UNIQUE (peer, lane, first)
) STRICT;

-- How far a lane is summed up. Numbers below `begins` are from before this table, or a restore.
CREATE TABLE tally (
  peer   TEXT    NOT NULL,
  lane   INTEGER NOT NULL,
  way    INTEGER NOT NULL,  -- 0: ours to the peer, 1: the peer's to us
  begins INTEGER NOT NULL,
  mark   INTEGER NOT NULL,
  at     INTEGER,           -- when it was compared last, and how many records it had then
  count  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (peer, lane, way)
) STRICT, WITHOUT ROWID;
INSERT INTO tally (peer, lane, way, begins, mark) SELECT peer, lane, 0, sent + 1, sent FROM lane;
INSERT INTO tally (peer, lane, way, begins, mark)
  SELECT peer, lane, 1, max(last) + 1, max(last) FROM received GROUP BY peer, lane;

-- Digests of parts that are whole.
CREATE TABLE tally_part (
  peer   TEXT    NOT NULL,
  lane   INTEGER NOT NULL,
  way    INTEGER NOT NULL,
  level  INTEGER NOT NULL,
  idx    INTEGER NOT NULL,
  digest BLOB    NOT NULL,
  count  INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, way, level, idx)
) STRICT, WITHOUT ROWID;

-- Numbers under which both ends have something else; both are kept.
CREATE TABLE differing (
  peer   TEXT    NOT NULL,
  lane   INTEGER NOT NULL,
  way    INTEGER NOT NULL,
  seq    INTEGER NOT NULL,
  ours   BLOB    NOT NULL,
  theirs BLOB    NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (peer, lane, way, seq)
) STRICT, WITHOUT ROWID;
