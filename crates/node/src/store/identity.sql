-- Who an officer is to a national identity provider. What an administrator ended stays, so that no
-- single one ends it and lets somebody else in by a link.

CREATE TABLE identity (
  id       BLOB PRIMARY KEY,
  officer  TEXT    NOT NULL,
  issuer   TEXT    NOT NULL,
  claim    TEXT    NOT NULL,  -- `sub`, or by whose value an administrator bound it
  value    TEXT    NOT NULL,
  subject  TEXT,              -- known from the first sign-in on
  bound_by TEXT,              -- by whose hand or link; none: the machine's
  created  INTEGER NOT NULL,
  used     INTEGER,
  ended    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_officer ON identity (officer);
CREATE UNIQUE INDEX identity_subject ON identity (issuer, subject)
  WHERE subject IS NOT NULL AND ended IS NULL;
CREATE UNIQUE INDEX identity_value ON identity (issuer, claim, value) WHERE ended IS NULL;

ALTER TABLE browser_session ADD COLUMN identity BLOB;  -- the identity that opened it
