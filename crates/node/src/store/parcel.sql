-- What went by a bundle or over a relay and is not answered yet. The answer may come in weeks.
CREATE TABLE parcel (
  pouch_id BLOB    NOT NULL,
  way      TEXT    NOT NULL,  -- bundle, relay
  peer     TEXT    NOT NULL,
  lane     INTEGER NOT NULL,
  last     INTEGER NOT NULL,  -- number of its last entry
  manifest BLOB    NOT NULL,
  leaf     INTEGER NOT NULL,  -- `sent`, whose salt the answer is sealed with
  receipts BLOB    NOT NULL,  -- leaves of the receipts that rode along, eight bytes each
  head     INTEGER NOT NULL,  -- size of the head that proves it
  until    INTEGER NOT NULL,  -- from then on it opens no more
  PRIMARY KEY (pouch_id, way)
) STRICT, WITHOUT ROWID;
CREATE INDEX parcel_lane ON parcel (peer, lane, way);

-- Consistency proofs that came in bundles: believed when both heads are known, and not before.
CREATE TABLE head_join (
  owner  TEXT    NOT NULL,
  old    INTEGER NOT NULL,
  new    INTEGER NOT NULL,
  hashes BLOB    NOT NULL,
  PRIMARY KEY (owner, old, new)
) STRICT, WITHOUT ROWID;

-- What this node holds as a relay: sealed pouches of others, and sealed answers to them.
CREATE TABLE relayed (
  row       INTEGER PRIMARY KEY,
  sender    TEXT    NOT NULL,
  recipient TEXT    NOT NULL,
  what      INTEGER NOT NULL,  -- 0 a pouch, 1 an answer
  pouch_id  BLOB    NOT NULL,
  lane      INTEGER NOT NULL,
  bytes     BLOB    NOT NULL,
  until     INTEGER NOT NULL,  -- from then on it is held no longer
  UNIQUE (sender, recipient, what, pouch_id)
) STRICT;
CREATE INDEX relayed_recipient ON relayed (recipient, row);
