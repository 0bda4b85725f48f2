-- Witnesses: what we cosigned for others, what others cosigned for us, and the heads that count.

-- The last head of each other log that we cosigned, kept before the cosignature leaves.
CREATE TABLE cosigned (
  owner TEXT PRIMARY KEY,
  size  INTEGER NOT NULL,
  root  BLOB    NOT NULL,
  note  TEXT    NOT NULL,
  at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last head of our own log that each witness cosigned, and its two lines.
CREATE TABLE cosignature (
  witness TEXT PRIMARY KEY,
  size    INTEGER NOT NULL,
  root    BLOB    NOT NULL,
  lines   TEXT    NOT NULL,
  at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Heads that a quorum cosigned: the largest of our own log; of another's, those that prove what we
-- hold. `linked` is the size of its largest head that we took, which was proven consistent with it.
CREATE TABLE witnessed (
  owner  TEXT    NOT NULL,
  size   INTEGER NOT NULL,
  root   BLOB    NOT NULL,
  note   TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  linked INTEGER NOT NULL,
  PRIMARY KEY (owner, size)
) STRICT, WITHOUT ROWID;

-- Consistency proofs between heads of one other log, as they came: 32 bytes a hash.
CREATE TABLE head_link (
  owner  TEXT    NOT NULL,
  old    INTEGER NOT NULL,
  new    INTEGER NOT NULL,
  hashes BLOB    NOT NULL,
  PRIMARY KEY (owner, old, new)
) STRICT, WITHOUT ROWID;
CREATE INDEX head_link_new ON head_link (owner, new, old);
