-- Ground: who works on which thread, who has read it, who is on duty, what nobody looked at.

-- Everything that was said about who has a thread, the newest last. Nothing is overwritten.
CREATE TABLE assignment (
  row       INTEGER PRIMARY KEY,
  thread    BLOB    NOT NULL,
  deed      TEXT    NOT NULL,  -- assigned, released, done, opened-again, undone
  officer   TEXT,              -- who has it from then on
  unit      TEXT,
  by        TEXT    NOT NULL,
  note      TEXT    NOT NULL,
  hand_over INTEGER,
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_thread ON assignment (thread, row);
CREATE INDEX assignment_hand_over ON assignment (hand_over) WHERE hand_over IS NOT NULL;

-- Who has it now.
CREATE TABLE holder (
  thread     BLOB PRIMARY KEY,
  officer    TEXT,
  unit       TEXT,
  assignment INTEGER NOT NULL,  -- the row that says so
  done       INTEGER            -- nothing is left to do with what came up to this record
) STRICT, WITHOUT ROWID;

-- The end of a shift: many threads given in one step.
CREATE TABLE hand_over (
  row     INTEGER PRIMARY KEY,
  by      TEXT    NOT NULL,
  officer TEXT,
  unit    TEXT,
  note    TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  opened  INTEGER,             -- the receiver opened one of them: it is not undone any more
  undone  INTEGER
) STRICT;
CREATE INDEX hand_over_by ON hand_over (by, row);
CREATE INDEX hand_over_officer ON hand_over (officer, row) WHERE officer IS NOT NULL;
CREATE INDEX hand_over_unit ON hand_over (unit, row) WHERE unit IS NOT NULL;

-- Up to which record an officer has read a thread; 0 where it was marked unread.
CREATE TABLE thread_mark (
  officer TEXT    NOT NULL,
  thread  BLOB    NOT NULL,
  record  INTEGER NOT NULL,
  PRIMARY KEY (officer, thread)
) STRICT, WITHOUT ROWID;
-- What was there when the officer came is not unread.
CREATE TABLE thread_reader (
  officer TEXT PRIMARY KEY,
  record  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO thread_reader (officer, record)
  SELECT code, (SELECT coalesce(max(row), 0) FROM record) FROM officer;

CREATE TABLE duty (
  row     INTEGER PRIMARY KEY,
  unit    TEXT    NOT NULL,
  officer TEXT    NOT NULL,
  since   INTEGER NOT NULL,    -- moments, ms
  until   INTEGER NOT NULL,
  by      TEXT    NOT NULL
) STRICT;
CREATE INDEX duty_until ON duty (unit, until);
CREATE TABLE duty_unit (
  unit             TEXT PRIMARY KEY,
  head             TEXT,       -- whom the last step of an escalation reaches
  flash_unseen_min INTEGER     -- instead of the node's
) STRICT, WITHOUT ROWID;

-- Flash messages that came and that nobody here has looked at.
CREATE TABLE unseen (
  record INTEGER PRIMARY KEY,
  thread BLOB    NOT NULL,
  since  INTEGER NOT NULL,
  step   INTEGER NOT NULL,     -- steps taken; -1 before anybody was told
  last   INTEGER NOT NULL      -- when the last one was taken
) STRICT;
CREATE INDEX unseen_thread ON unseen (thread);
CREATE INDEX unseen_due ON unseen (last, record) WHERE step < 2;
CREATE TABLE escalation (
  row     INTEGER PRIMARY KEY,
  record  INTEGER NOT NULL,
  thread  BLOB    NOT NULL,
  step    INTEGER NOT NULL,
  unit    TEXT,
  officer TEXT,                -- none: the administrators
  at      INTEGER NOT NULL,
  UNIQUE (record, step)
) STRICT;
CREATE INDEX escalation_thread ON escalation (thread, row);

-- Derived: where each thread stands by all its messages that can be read by anybody here, so that
-- a list and its counts need not open every thread. Whoever may list some of them only is
-- answered from the messages themselves.

-- Sets of audience classes that occur together in a thread.
CREATE TABLE thread_audience (
  number  INTEGER PRIMARY KEY,
  classes TEXT    NOT NULL UNIQUE  -- JSON, ascending
) STRICT;

CREATE TABLE thread (
  thread    BLOB    PRIMARY KEY,
  audience  INTEGER NOT NULL,
  newest    INTEGER NOT NULL,  -- record of its newest message
  newest_in INTEGER,           -- of its newest message from another node
  for_us    INTEGER,           -- places of the earliest deadlines: src/thread/place.rs
  for_them  INTEGER,
  due       INTEGER,           -- the earlier of the two
  settled   INTEGER NOT NULL,  -- something was asked, and nothing is open
  officer   TEXT,              -- as `holder`
  unit      TEXT,
  work      INTEGER NOT NULL   -- neither settled nor done
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_newest ON thread (audience, newest);
CREATE INDEX thread_in ON thread (audience, newest_in) WHERE newest_in IS NOT NULL;
CREATE INDEX thread_for_us ON thread (audience, for_us) WHERE for_us IS NOT NULL;
CREATE INDEX thread_for_them ON thread (audience, for_them) WHERE for_them IS NOT NULL;
CREATE INDEX thread_due ON thread (audience, due) WHERE due IS NOT NULL;
CREATE INDEX thread_officer ON thread (officer, newest) WHERE officer IS NOT NULL AND work;
CREATE INDEX thread_unit ON thread (unit, newest) WHERE unit IS NOT NULL AND work;
CREATE INDEX thread_free ON thread (audience, newest)
  WHERE officer IS NULL AND unit IS NULL AND newest_in IS NOT NULL AND work;

-- Who takes part, and what is asked.
CREATE TABLE thread_term (
  term     TEXT    NOT NULL,   -- `peer:SN`, `asks:subscriber`
  audience INTEGER NOT NULL,
  newest   INTEGER NOT NULL,
  thread   BLOB    NOT NULL,
  PRIMARY KEY (term, audience, newest, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_term_thread ON thread_term (thread, term);


-- What is stored already has no such rows yet: the node makes them when it opens.
DELETE FROM setting WHERE key = 'derived/threads';
