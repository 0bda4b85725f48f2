-- What an officer signs in and decides with. Only public keys are here; a passkey that ends goes.

CREATE TABLE passkey (
  id         BLOB PRIMARY KEY,
  officer    TEXT    NOT NULL,
  name       TEXT    NOT NULL,  -- what the officer calls it
  credential TEXT    NOT NULL,  -- JSON: public key, counter, whether it is backed up
  created    INTEGER NOT NULL,
  used       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_officer ON passkey (officer);

ALTER TABLE browser_session ADD COLUMN agent TEXT NOT NULL DEFAULT '';  -- what the browser says
ALTER TABLE browser_session ADD COLUMN used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE browser_session ADD COLUMN passkey BLOB;  -- the passkey that opened it

-- What officers signed when they decided, beside the audit's entry, for anyone to verify later.
CREATE TABLE assertion (
  audit INTEGER PRIMARY KEY,
  deed  BLOB NOT NULL,
  kept  TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX assertion_deed ON assertion (deed);

-- An officer who lost every passkey comes back when two administrators agree.
CREATE TABLE recovery (
  officer     TEXT PRIMARY KEY,
  proposed_by TEXT    NOT NULL,
  proposed    INTEGER NOT NULL,
  expires     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
