-- Records that were passed on: which, by whose forward, to whom. It stays when content is erased.
CREATE TABLE passed (
  owner TEXT NOT NULL, id BLOB NOT NULL, revision INTEGER NOT NULL,
  by_owner TEXT NOT NULL, by_id BLOB NOT NULL,
  peer TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (owner, id, by_owner, by_id, peer)
) STRICT, WITHOUT ROWID;
