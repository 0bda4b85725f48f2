-- Rows of foreign tables that are told apart by what they say they are: the record each became, and
-- a digest of what it said, so that the next release of the table revises and does not repeat.
CREATE TABLE foreign_row (
  source     TEXT    NOT NULL,
  key        BLOB    NOT NULL,
  occurrence INTEGER NOT NULL,
  id         BLOB    NOT NULL,
  content    BLOB    NOT NULL,
  run        INTEGER NOT NULL,  -- the import that met it last
  line       INTEGER NOT NULL,  -- and where
  PRIMARY KEY (source, key, occurrence)
) STRICT, WITHOUT ROWID;
CREATE INDEX foreign_row_run ON foreign_row (source, run);
