-- Instants are ISO-8601 text; JSON as StoreJson and JobJson write it.

CREATE TABLE jobs (
  id           TEXT    NOT NULL PRIMARY KEY,
  place        INTEGER NOT NULL,
  state        TEXT    NOT NULL,
  detail       TEXT,             -- of the state: since when it runs, why it is parked, its failure
  wish         TEXT    NOT NULL,
  request      TEXT    NOT NULL,
  source       TEXT,
  precision    TEXT    NOT NULL,
  submitted_at TEXT    NOT NULL,
  history      TEXT    NOT NULL
) STRICT;

CREATE INDEX jobs_by_place ON jobs (place);

-- Of finished jobs.
CREATE TABLE receipts (
  job     TEXT NOT NULL PRIMARY KEY REFERENCES jobs ON DELETE CASCADE,
  receipt TEXT NOT NULL
) STRICT;

-- Without ended_at: a worker that runs, or that was running when the application was killed.
CREATE TABLE attempts (
  job                TEXT    NOT NULL REFERENCES jobs ON DELETE CASCADE,
  number             INTEGER NOT NULL,
  started_at         TEXT    NOT NULL,
  segment_frames     INTEGER NOT NULL,
  threads            INTEGER NOT NULL,
  pid                INTEGER,
  process_started_at TEXT,
  ended_at           TEXT,
  how                TEXT,
  peak_bytes         INTEGER,
  PRIMARY KEY (job, number)
) STRICT;

CREATE INDEX open_attempts ON attempts (job) WHERE ended_at IS NULL;

CREATE TABLE costs (
  engine         TEXT    NOT NULL,
  model          TEXT    NOT NULL,
  precision      TEXT    NOT NULL,
  segment_frames INTEGER NOT NULL,
  peak_bytes     INTEGER NOT NULL,
  thread_seconds REAL    NOT NULL,
  PRIMARY KEY (engine, model, precision, segment_frames)
) STRICT;

-- Commands that other processes leave for the one that has the queue open.
CREATE TABLE inbox (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  asked_at TEXT    NOT NULL,
  command  TEXT    NOT NULL,
  taken    INTEGER NOT NULL DEFAULT 0,
  answer   TEXT
) STRICT;
