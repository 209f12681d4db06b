package app.headroom.queue;

import app.headroom.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes jobs' folders, one after the other, on a thread of its own. */
final class Discards implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Discards.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final JobFiles files;
  private final Executor queueThread;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("queue-discards").factory());

  Discards(JobFiles files, Executor queueThread) {
    this.files = files;
    this.queueThread = queueThread;
  }

  /** The job does not start before its folder is gone; then {@code after} runs. */
  void discard(Entry entry, Runnable after) {
    entry.discarding = true;
    thread.execute(
        () -> {
          delete(entry.id());
          queueThread.execute(
              () -> {
                entry.discarding = false;
                after.run();
              });
        });
  }

  /** Of a job that is not in the queue any more. */
  void discard(JobId job) {
    thread.execute(() -> delete(job));
  }

  private void delete(JobId job) {
    try {
      files.discard(job);
    } catch (IOException | RuntimeException e) {
      // tried again at the next start, when the folder belongs to no job
      LOG.warn("the folder of job {} could not be deleted: {}", job, e.toString());
    }
  }

  /**
   * Waits for what is under way, but not for a disk that does not answer: what a job has left lies
   * beside its stems too. The next start takes up what is not done.
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("folders of jobs are still being deleted");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
