package app.headroom.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions to file systems, of which one may never answer, as a network share that is gone. Each
 * is asked on a thread of its own and waited for briefly; while a folder owes an answer it is not
 * asked again. Safe from any thread.
 */
final class Disks {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** More folders than this that do not answer, and none is asked any more. */
  private static final int MOST_SILENT = 16;

  private final Map<Path, CompletableFuture<?>> silent = new ConcurrentHashMap<>();

  /** Blocks for as long as the file system likes. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws IOException;
  }

  /** The file system that holds the folder does not answer. */
  static final class SilentDiskException extends IOException {
    private static final long serialVersionUID = 1;

    SilentDiskException(Path folder) {
      super("the disk of " + folder + " does not answer");
    }
  }

  /**
   * @param folder that it is about
   * @throws SilentDiskException if there is no answer for now
   */
  <T> T ask(Path folder, Question<T> question) throws IOException {
    silent.values().removeIf(CompletableFuture::isDone);
    if (silent.containsKey(folder) || silent.size() >= MOST_SILENT) {
      throw new SilentDiskException(folder);
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    // not a virtual thread: it would keep one of the few that carry these for as long as it hangs
    Thread.ofPlatform()
        .daemon()
        .name("disk question")
        .start(
            () -> {
              try {
                answer.complete(question.ask());
              } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      silent.put(folder, answer);
      throw new SilentDiskException(folder);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new SilentDiskException(folder);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    }
  }
}
