-- Epochs of logs, and what a restored node is still to compare.

-- The epoch of its owner's log in which a record's leaf stands.
ALTER TABLE record ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;

-- Epochs of our own log that are closed: the head by which their leaves are still proven.
CREATE TABLE log_epoch (
  epoch  INTEGER PRIMARY KEY,
  origin TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  note   TEXT    NOT NULL
) STRICT;

-- Their leaves and full tiles, as `leaf` and `tile` had them.
CREATE TABLE closed_leaf (
  epoch   INTEGER NOT NULL,
  idx     INTEGER NOT NULL,
  type    INTEGER NOT NULL,
  salt    BLOB    NOT NULL,
  subject BLOB    NOT NULL,
  PRIMARY KEY (epoch, idx)
) STRICT, WITHOUT ROWID;
CREATE TABLE closed_tile (
  epoch INTEGER NOT NULL,
  level INTEGER NOT NULL,
  idx   INTEGER NOT NULL,
  bytes BLOB    NOT NULL,
  PRIMARY KEY (epoch, level, idx)
) STRICT, WITHOUT ROWID;

-- Members whose marks a restored node has not been told yet, or has not caught up with.
CREATE TABLE behind (
  peer  TEXT PRIMARY KEY,
  asked INTEGER           -- when it last said what it has of us
) STRICT, WITHOUT ROWID;

-- Next numbers of our lanes as the backup has them: later ones were given after it.
CREATE TABLE behind_lane (
  peer TEXT    NOT NULL,
  lane INTEGER NOT NULL,
  next INTEGER NOT NULL,
  PRIMARY KEY (peer, lane)
) STRICT, WITHOUT ROWID;
