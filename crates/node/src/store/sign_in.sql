-- How people come in: a link that works once becomes a session. Both are stored as digests only.

CREATE TABLE sign_in_link (
  digest  BLOB PRIMARY KEY,
  officer TEXT    NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used    INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE browser_session (
  digest  BLOB PRIMARY KEY,
  officer TEXT    NOT NULL,
  browser BLOB    NOT NULL,  -- digest of what the browser says it is
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  ended   INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_session_officer ON browser_session (officer);
