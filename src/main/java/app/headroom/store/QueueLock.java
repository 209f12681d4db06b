package app.headroom.store;

import app.headroom.queue.QueueOwner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to have a home's queue open, for one process at a time; given back by {@link #close} or
 * with the end of the process, however it ends. Who has it stands in a file beside it.
 */
public final class QueueLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(QueueLock.class);
  private static final int MAX_ROLE_LENGTH = 200;
  private static final int MAX_OWNER_BYTES = 4096;

  /**
   * Locks of this process. A second channel on a locked file must not even be opened: closing it
   * would give back the first one's lock on POSIX systems.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private QueueLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** The lock, or who has it. */
  public sealed interface Attempt {
    record Acquired(QueueLock lock) implements Attempt {}

    record HeldBy(QueueOwner owner) implements Attempt {}
  }

  /**
   * Does not wait.
   *
   * @param file created if absent, and never deleted
   * @param role what this process is, for people
   */
  public static Attempt tryAcquire(Path file, String role, Instant now) throws IOException {
    Path key = file.toAbsolutePath().normalize();
    if (!HELD_HERE.add(key)) {
      return new Attempt.HeldBy(owner(key));
    }
    FileChannel channel = null;
    boolean acquired = false;
    try {
      channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        writeOwner(key, role, now);
        acquired = true;
        return new Attempt.Acquired(new QueueLock(key, channel, lock));
      }
      return new Attempt.HeldBy(owner(key));
    } finally {
      if (!acquired) {
        try {
          if (channel != null) {
            channel.close();
          }
        } finally {
          HELD_HERE.remove(key);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(ownerFile(file));
      lock.release();
      channel.close();
    } catch (IOException e) {
      LOG.warn("the queue's lock could not be given back: {}", e.toString());
    } finally {
      HELD_HERE.remove(file);
    }
  }

  private static Path ownerFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".owner");
  }

  private static void writeOwner(Path file, String role, Instant now) {
    String line = role.replaceAll("\\p{Cntrl}", " ");
    String bounded = line.substring(0, Math.min(line.length(), MAX_ROLE_LENGTH));
    Path temporary = file.resolveSibling(file.getFileName() + ".owner.new");
    try {
      Files.write(
          temporary,
          List.of(Long.toString(ProcessHandle.current().pid()), now.toString(), bounded));
      Files.move(
          temporary,
          ownerFile(file),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // on a full disk the queue can still be looked at; its owner is "another process" then
      LOG.warn("who has the queue is not written down: {}", e.toString());
      delete(temporary);
      delete(ownerFile(file)); // of one that was killed
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", file, e.toString());
    }
  }

  /** Whoever has just taken the lock may not have written who it is. */
  private static QueueOwner owner(Path file) {
    QueueOwner owner = readOwner(file);
    return owner != null ? owner : new QueueOwner(-1, Instant.EPOCH, "another process of Headroom");
  }

  private static @Nullable QueueOwner readOwner(Path file) {
    try (var in = Files.newInputStream(ownerFile(file))) {
      String text = new String(in.readNBytes(MAX_OWNER_BYTES), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return lines.size() < 3
          ? null
          : new QueueOwner(Long.parseLong(lines.get(0)), Instant.parse(lines.get(1)), lines.get(2));
    } catch (IOException | NumberFormatException | DateTimeException e) {
      LOG.debug("who has the queue is not known", e);
      return null;
    }
  }
}
