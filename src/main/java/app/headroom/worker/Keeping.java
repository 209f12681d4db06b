package app.headroom.worker;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Does what follows a segment's run of the network while the network is at the next one. One task
 * at a time: who touches what a task does waits for it first. Used and closed by the working
 * thread.
 */
final class Keeping implements Closeable {

  /** Runs on a thread of its own. */
  interface Task {
    void run() throws IOException;
  }

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("keeping").factory());
  private @Nullable Future<?> running;

  /** Waits for the task before, if there is one. */
  void start(Task task) throws IOException {
    await();
    Callable<Boolean> call =
        () -> {
          task.run();
          return true;
        };
    running = thread.submit(call);
  }

  /**
   * When it returns, all that was started is done.
   *
   * @throws IOException if it could not be done; it is said once
   */
  void await() throws IOException {
    Future<?> task = running;
    running = null;
    boolean interrupted = false;
    while (task != null) {
      try {
        task.get();
        task = null;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      await();
    } finally {
      thread.close();
    }
  }
}
