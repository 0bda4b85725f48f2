-- Files beside records. The bytes lie in the node's folder, sealed, under their address; these rows
-- are ground, as the records are: they say whose a file is and whether it is here.

CREATE TABLE attachment (
  record  INTEGER NOT NULL,
  n       INTEGER NOT NULL,  -- place in the record's list, from 0
  address BLOB    NOT NULL,
  sealed  INTEGER NOT NULL,  -- bytes on disk and on the way
  arrived INTEGER,           -- NULL: not here yet
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_address ON attachment (address);
CREATE INDEX attachment_missing ON attachment (record, n) WHERE arrived IS NULL;

-- What an owner's shared copy was cut from. It never leaves the node.
CREATE TABLE original (
  record  INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  address BLOB    NOT NULL,
  size    INTEGER NOT NULL,
  wrapped BLOB    NOT NULL,  -- its key, under the storage key
  PRIMARY KEY (record, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX original_address ON original (address);

-- Which recipients said that they hold a file whole.
CREATE TABLE attachment_told (
  record INTEGER NOT NULL,
  n      INTEGER NOT NULL,
  peer   TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (record, n, peer)
) STRICT, WITHOUT ROWID;

-- Uploads under way, and files that no record has taken yet.
CREATE TABLE upload (
  id       BLOB PRIMARY KEY,
  officer  TEXT    NOT NULL,
  size     INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  expires  INTEGER NOT NULL,
  asked    BLOB    NOT NULL,  -- name, type and key, under the storage key
  ready    BLOB,              -- what it turned out to be, under the storage key
  whole    BLOB,              -- addresses of what was sealed
  copy     BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_officer ON upload (officer);

-- Files nobody refers to any more: deleted in a later round, when what dooms them is committed.
CREATE TABLE doomed (
  address BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Which of our records we withdrew from whom, up to a revision: no file of them leaves any more.
CREATE TABLE withdrawn (
  id       BLOB    NOT NULL,
  peer     TEXT    NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (id, peer)
) STRICT, WITHOUT ROWID;
