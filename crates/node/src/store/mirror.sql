-- Mirrors: leaf hashes of logs that we witness, and those of our own that a restore brought back.

-- Leaf hashes of another log up to a head of it that we cosigned: full tiles of level 0 (C2SP
-- tlog-tiles), 256 hashes each.
CREATE TABLE mirror_tile (
  owner  TEXT    NOT NULL,
  idx    INTEGER NOT NULL,
  hashes BLOB    NOT NULL,
  PRIMARY KEY (owner, idx)
) STRICT, WITHOUT ROWID;

-- How many there are, the roots of the complete subtrees over them, and those behind the last full
-- tile.
CREATE TABLE mirror (
  owner TEXT PRIMARY KEY,
  size  INTEGER NOT NULL,
  peaks BLOB    NOT NULL,
  edge  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Leaf hashes of our own log whose subjects were lost with a store: those of the open epoch stand
-- under 0. No row goes beyond a full tile.
CREATE TABLE lost_leaf (
  epoch  INTEGER NOT NULL,
  first  INTEGER NOT NULL,
  hashes BLOB    NOT NULL,
  PRIMARY KEY (epoch, first)
) STRICT, WITHOUT ROWID;

-- Leaf hashes that a restored node is being handed: not of its log before all of them are there.
CREATE TABLE fetched (
  first  INTEGER PRIMARY KEY,
  hashes BLOB    NOT NULL
) STRICT;

-- Records of ours that came back to a restored node, and the leaf by which their holder proved it.
CREATE TABLE come_back (
  record INTEGER PRIMARY KEY,
  leaf   INTEGER NOT NULL,
  salt   BLOB    NOT NULL
) STRICT;
