-- Ground: what officers are writing and what they begin with, sealed under the storage key; and
-- which record a draft became, so that what is sent again is not published twice.

CREATE TABLE draft (
  officer TEXT    NOT NULL,
  id      BLOB    NOT NULL,  -- drawn by the page that began it
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  sealed  BLOB    NOT NULL,
  PRIMARY KEY (officer, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sent_draft (
  officer TEXT    NOT NULL,
  id      BLOB    NOT NULL,
  record  INTEGER NOT NULL,
  sent    INTEGER NOT NULL,
  sealed  BLOB    NOT NULL,  -- the digest of what was sent
  PRIMARY KEY (officer, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
  id      BLOB PRIMARY KEY,
  officer TEXT    NOT NULL,  -- who made it
  unit    TEXT,              -- whose it is besides
  kind    TEXT    NOT NULL,
  changed INTEGER NOT NULL,
  sealed  BLOB    NOT NULL
) STRICT, WITHOUT ROWID;
