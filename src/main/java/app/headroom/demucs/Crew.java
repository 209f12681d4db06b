package app.headroom.demucs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A few threads that share out numbered tasks; the thread that gives them out is one of them. */
final class Crew implements AutoCloseable {

  private final int size;
  private final ExecutorService others;

  Crew(int size) {
    this.size = size;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, size - 1), Thread.ofPlatform().daemon().name("separation-", 0).factory());
  }

  int size() {
    return size;
  }

  /** One numbered task, done by one numbered member of the crew. */
  @FunctionalInterface
  interface Task {
    void run(int member, int number);
  }

  /** Does tasks 0 up to {@code count} and returns when all are done. */
  void forEach(int count, Task task) {
    var next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int member = 1; member < Math.min(size, count); member++) {
      int number = member;
      running.add(others.submit(() -> work(number, count, next, task)));
    }
    try {
      work(0, count, next, task);
    } finally {
      for (Future<?> future : running) {
        join(future);
      }
    }
  }

  private static void work(int member, int count, AtomicInteger next, Task task) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(member, i);
    }
  }

  /** Not to be interrupted: the tasks use memory that is given back afterwards, and are short. */
  private static void join(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    others.close();
  }
}
