-- Derived, and made behind the path: which records say a word, are of a class, have a facet's
-- value. Rows of the latest readable revisions only, up to the mark. Chunks are src/find/rows.rs.
CREATE TABLE posting (
  field TEXT    NOT NULL,
  term  TEXT    NOT NULL,
  chunk INTEGER NOT NULL,
  rows  BLOB    NOT NULL,
  PRIMARY KEY (field, term, chunk)
) STRICT, WITHOUT ROWID;

-- Derived: up to which record the postings are made, and how.
CREATE TABLE indexed (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  mark   INTEGER NOT NULL,
  making BLOB    NOT NULL
) STRICT;

-- Ground: officers' named queries.
CREATE TABLE saved_view (
  officer TEXT    NOT NULL,
  name    TEXT    NOT NULL,
  query   TEXT    NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (officer, name)
) STRICT, WITHOUT ROWID;
