-- A database of version 1, as that version of the program wrote it. Never changed.

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

INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e291', 16777216, 'waiting', NULL, 'NONE',
  '{"source":"file:///music/1.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e292', 33554432, 'running', '2026-11-22T05:24:09.513781265Z', 'NONE',
  '{"source":"file:///music/2.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e293', 50331648, 'paused', NULL, 'NONE',
  '{"source":"file:///music/3.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e294', 67108864, 'parked', 'memory at 90 %', 'NONE',
  '{"source":"file:///music/4.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e295', 83886080, 'finished', NULL, 'NONE',
  '{"source":"file:///music/5.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e296', 100663296, 'failed', '{"code":"memory-limit","limitBytes":4096000000,"peakBytes":5000000000}', 'NONE',
  '{"source":"file:///music/6.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO jobs VALUES ('570b018a-2df2-4851-8fca-a16adf62e297', 117440512, 'cancelled', NULL, 'NONE',
  '{"source":"file:///music/7.flac","outputFolder":"file:///music/separated","model":"htdemucs","stems":{"kind":"all"},"format":"WAV16","segment":{"kind":"auto"},"overlap":0.25,"precision":"AUTO","clip":"RESCALE","nameTemplate":"{model}/{track}/{stem}.{ext}","rate":"HZ_44100","threads":0,"overwrite":false}',
  '{"container":"flac","codec":"flac","sampleRateHz":44100,"channels":2,"durationSeconds":2.0,"tags":{"title":null,"artist":null,"album":null,"albumArtist":null,"track":null,"year":null,"genre":null},"hasCover":false}',
  'INT8', '2026-11-22T05:18:38.847927937Z',
  '{"tally":{"attempts":1,"kills":0,"killsAtLowest":0,"failuresInARow":0,"resumes":0,"pauses":0},"work":{"wall":"PT30.916240303S","peakBytes":463257600,"doneFrames":88200,"totalFrames":88200,"segmentsByFrames":{"343980":1}},"ceiling":null,"notes":["a note"]}');
INSERT INTO receipts VALUES ('570b018a-2df2-4851-8fca-a16adf62e295',
  '{"stems":{"drums":"file:///music/separated/drums.wav","vocals":"file:///music/separated/vocals.wav"},"audioSeconds":2.0,"wall":"PT30.916240303S","peakBytes":463257600,"segmentsByFrames":{"343980":1},"precision":"INT8","kills":0,"resumes":0,"pauses":0,"notes":[]}');
INSERT INTO attempts VALUES ('570b018a-2df2-4851-8fca-a16adf62e292', 1, '2026-11-22T05:24:09.513781265Z', 343980, 2, 30795, '2026-11-22T05:24:09.760Z', NULL, NULL, NULL);
INSERT INTO costs VALUES ('built-in', 'htdemucs', 'INT8', 343980, 463257600, 0.62);
PRAGMA user_version = 1;
