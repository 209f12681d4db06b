package app.headroom.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does several things at the same time, on the calling thread and as many others as it is allowed;
 * with one thread, one after the other. Belongs to one thread, which closes it.
 */
final class SideBySide implements AutoCloseable {

  private final int helpers;
  private final @Nullable ExecutorService pool;

  /** One of the things; may run on any thread, sees all that the rounds before have done. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * @param threads at the same time, with the calling one
   */
  SideBySide(int threads) {
    this.helpers = threads - 1;
    this.pool =
        helpers == 0
            ? null
            : Executors.newFixedThreadPool(
                helpers, Thread.ofPlatform().name("encoding-", 1).daemon().factory());
  }

  /** All of them, begun in this order; those that nobody has begun yet when one fails are not. */
  void run(List<Work> works) throws IOException {
    run(works, () -> {});
  }

  /**
   * @param between called on this thread after each thing that it has done itself; what it throws
   *     ends the round
   * @throws IOException what the first one that failed has thrown, when none is running any more
   */
  void run(List<Work> works, Runnable between) throws IOException {
    Round round = new Round(works);
    List<CompletableFuture<Void>> helping = new ArrayList<>();
    if (pool != null) {
      for (int i = 0; i < Math.min(helpers, works.size() - 1); i++) {
        helping.add(CompletableFuture.runAsync(() -> round.take(() -> {}), pool));
      }
    }
    round.take(between);
    // They throw nothing, and waiting for them cannot be interrupted: what they hold is closed
    // next.
    helping.forEach(CompletableFuture::join);
    round.requireWhole();
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private static final class Round {

    private final List<Work> works;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Round(List<Work> works) {
      this.works = works;
    }

    void take(Runnable between) {
      try {
        while (failure.get() == null) {
          int index = next.getAndIncrement();
          if (index >= works.size()) {
            return;
          }
          works.get(index).run();
          between.run();
        }
      } catch (IOException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    void requireWhole() throws IOException {
      switch (failure.get()) {
        case null -> {}
        case IOException e -> throw e;
        case Error e -> throw e;
        case RuntimeException e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }
}
