-- Kinds of identifiers have numbers, days are numbers (20261125): every record is shorter for it.

CREATE TABLE selector_kind (
  number INTEGER PRIMARY KEY,
  code   TEXT    NOT NULL UNIQUE
) STRICT;
INSERT INTO selector_kind (code) SELECT DISTINCT kind FROM selector ORDER BY kind;

ALTER TABLE selector RENAME TO selector_before;
DROP INDEX selector_record;
CREATE TABLE selector (
  kind   INTEGER NOT NULL,  -- of `selector_kind`
  value  TEXT    NOT NULL,
  record INTEGER NOT NULL,
  PRIMARY KEY (kind, value, record)
) STRICT, WITHOUT ROWID;
INSERT INTO selector (kind, value, record)
  SELECT k.number, s.value, s.record FROM selector_before AS s
  JOIN selector_kind AS k ON k.code = s.kind ORDER BY 1, 2, 3;
CREATE INDEX selector_record ON selector (record);
DROP TABLE selector_before;

ALTER TABLE entry RENAME TO entry_before;
DROP INDEX entry_class;
DROP INDEX entry_expiry;
CREATE TABLE entry (
  record   INTEGER PRIMARY KEY,
  class    INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  latest   INTEGER NOT NULL,
  created  INTEGER NOT NULL,
  expiry   INTEGER NOT NULL,
  review   INTEGER NOT NULL,
  title    TEXT    NOT NULL
) STRICT;
INSERT INTO entry (record, class, kind, latest, created, expiry, review, title)
  SELECT record, class, kind, latest, created, CAST(replace(expiry, '-', '') AS INTEGER),
    CAST(replace(review, '-', '') AS INTEGER), title FROM entry_before ORDER BY record;
CREATE INDEX entry_class ON entry (class, record);
CREATE INDEX entry_expiry ON entry (expiry);
DROP TABLE entry_before;
