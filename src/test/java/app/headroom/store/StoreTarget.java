package app.headroom.store;

import app.headroom.fuzz.Target;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import app.headroom.queue.Attempt;
import app.headroom.queue.JobStore;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.StoreException;
import app.headroom.queue.StoredJob;
import app.headroom.queue.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The database of the queue, as a broken disk or another program may have left it. */
public final class StoreTarget implements Target {

  @Override
  public String name() {
    return "store";
  }

  @Override
  public List<byte[]> corpus(Path folder) throws Exception {
    Path file = folder.resolve("headroom.db");
    JobStore store = SqliteStore.open(file, Clock.systemUTC()).jobs();
    List<JobState> states =
        List.of(
            new JobState.Waiting(),
            new JobState.Running(StoredJobs.NOW),
            new JobState.Parked("too little memory"),
            new JobState.Failed(new JobFailure.DiskFull(folder, 2, 1)));
    List<StoredJob> jobs = new ArrayList<>();
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      JobId id = new JobId("00000000-0000-4000-8000-00000000000" + i);
      jobs.add(
          new StoredJob(
              id,
              i,
              StoredJobs.request(i),
              null,
              Precision.INT8,
              StoredJobs.NOW,
              states.get(i),
              Wish.NONE,
              JobHistory.NONE));
      attempts.add(
          new Attempt(
              id,
              1,
              StoredJobs.NOW,
              SegmentLength.SHORTEST,
              2,
              new Attempt.WorkerProcess(999_999_999L, StoredJobs.NOW),
              null));
    }
    store.commit(new JobStore.Change(jobs, List.of(), attempts));
    try (Connection other = DatabaseFile.openBeside(file)) {
      Inbox.leave(other, new QueueCommand.ClearFinished(), Clock.systemUTC().instant());
    }
    store.close();
    List<byte[]> corpus = new ArrayList<>();
    corpus.add(Files.readAllBytes(file));
    corpus.add(new byte[0]);
    corpus.add(new byte[5000]);
    return corpus;
  }

  @Override
  public List<String> words() {
    return List.of(
        "CREATE TABLE",
        "CREATE TRIGGER",
        "waiting",
        "finished",
        "INT8",
        "\"kind\":\"auto\"",
        "WITHOUT ROWID");
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(20); // each is forced to the disk several times
  }

  @Override
  public String read(byte[] input, Path folder) throws Exception {
    Path file = Files.write(folder.resolve("headroom.db"), input);
    SqliteStore.Opened opened;
    try {
      opened = SqliteStore.open(file, Clock.systemUTC());
    } catch (StoreException e) {
      return "refused: " + e.getMessage();
    }
    JobStore store = opened.jobs();
    String outcome = opened.damaged() == null ? "opened" : "set aside";
    try {
      outcome = outcome + store.jobs().size();
      outcome = outcome + store.openAttempts().size();
      outcome = outcome + store.takeErrands().size();
      store.commit(StoredJobs.saved(StoredJobs.waiting(7)));
    } catch (StoreException e) {
      outcome = outcome + " " + e.getMessage();
    } finally {
      store.close();
    }
    return outcome;
  }
}
