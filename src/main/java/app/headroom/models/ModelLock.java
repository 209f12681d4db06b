package app.headroom.models;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Of a folder, with one holder among all threads of all processes of this machine. The lock's file
 * stays; that it is locked ends with the process that locked it.
 */
final class ModelLock implements AutoCloseable {

  /** In the folder. */
  static final String FILE = ".lock";

  /** The system's lock is the whole process's: threads need one of their own before it. */
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock thread;
  private final FileChannel channel;

  private ModelLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /** What is done while nobody else is at the folder. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws IOException, ModelUnavailableException, InterruptedException;
  }

  /**
   * Makes the folder if need be.
   *
   * @param model whose it is
   * @param progress is told if another holds it
   */
  static <T> T locked(String model, Path folder, Consumer<ModelProgress> progress, Step<T> step)
      throws ModelUnavailableException, InterruptedException {
    try {
      Files.createDirectories(folder);
      Runnable waiting = () -> progress.accept(new ModelProgress(ModelPhase.WAITING, "", 0, 0));
      try (ModelLock _ = take(folder.resolve(FILE), waiting)) {
        return step.run();
      }
    } catch (IOException e) {
      StoredFiles.rethrowInterrupt(e);
      throw ModelUnavailableException.missing(
          model, "its folder " + folder + " cannot be used: " + StoredFiles.words(e));
    }
  }

  private static ModelLock take(Path file, Runnable waiting)
      throws IOException, InterruptedException {
    Path folder = file.toAbsolutePath().resolveSibling("").toRealPath();
    ReentrantLock thread = THREADS.computeIfAbsent(folder, f -> new ReentrantLock());
    if (!thread.tryLock()) {
      waiting.run();
      thread.lockInterruptibly();
    }
    try {
      return new ModelLock(thread, lock(file, waiting));
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  private static FileChannel lock(Path file, Runnable waiting) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        waiting.run();
        channel.lock();
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
