-- Ground: records of kinds that this version does not know. Sealed under the storage key, shown to
-- nobody, admitted by the version that knows them.
CREATE TABLE quarantine (
  row        INTEGER PRIMARY KEY,
  content_id BLOB    NOT NULL UNIQUE,
  owner      TEXT    NOT NULL,
  id         BLOB,              -- NULL where the format itself is another one
  revision   INTEGER,
  kind       TEXT,              -- as it calls itself
  expiry     TEXT,
  sealed     BLOB    NOT NULL,
  leaf       INTEGER NOT NULL,  -- `published` in the owner's log
  leaf_salt  BLOB    NOT NULL,
  epoch      INTEGER NOT NULL,
  proof      INTEGER NOT NULL,
  arrived    INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_name ON quarantine (owner, id);
