package app.headroom.app;

import app.headroom.audio.MixFile;
import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where mixes and files for other programs are being written, so that what one leaves beside its
 * target can be cleared up, even if it is killed together with the program. A note is a file that
 * is named by the export's id and holds its targets. It is written before the export's folder is
 * made; beside the target of half a note there is none of that id. Whoever exports holds a lock on
 * its note, which ends with the process in whatever way that ends. Safe from any thread.
 *
 * @param folder of the notes; made when it is needed
 */
record ExportNotes(Path folder) {

  private static final Logger LOG = LoggerFactory.getLogger(ExportNotes.class);

  /** No list of paths is as long anywhere. */
  private static final int MOST_BYTES = 128 * 1024;

  /** Another process may be looking whether a note is one of its own, and delete it. */
  private static final int TRIES = 5;

  private static final long BETWEEN_TRIES_NANOS = 10_000_000;

  /** Of targets that cannot be reached, on a disk that is not plugged in for example. */
  private static final int MOST_KEPT = 100;

  /** No path has it on any system. */
  private static final String BETWEEN = "\0";

  /** Of this process: to open one again and close it would, on many a system, end its lock. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** An export that runs. */
  final class Note {
    private final JobId id;
    private final List<Path> targets;
    private final FileChannel file;

    private Note(JobId id, List<Path> targets, FileChannel file) {
      this.id = id;
      this.targets = targets;
      this.file = file;
    }

    /** Nothing writes there any more. */
    void end() {
      if (file.isOpen()) {
        try (file) {
          cleared(id, targets);
        } catch (IOException e) {
          LOG.warn("the note of an export beside {} is left: {}", targets, e.toString());
        } finally {
          HELD.remove(note(id));
        }
      }
    }
  }

  private Path note(JobId id) {
    return folder.resolve(id.value());
  }

  /**
   * @param targets absolute, in one folder, at least one
   * @return null if another process writes an export of that id
   */
  @Nullable Note begin(JobId id, List<Path> targets) throws IOException {
    Files.createDirectories(folder);
    Path path = note(id);
    if (!HELD.add(path)) {
      return null;
    }
    FileChannel file = null;
    boolean begun = false;
    try {
      for (int i = 0; file == null; i++) {
        if (i == TRIES) {
          return null;
        }
        if (i > 0) {
          LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
        file = opened(path);
      }
      String text = targets.stream().map(Path::toString).collect(Collectors.joining(BETWEEN));
      file.truncate(0);
      file.write(StandardCharsets.UTF_8.encode(text));
      file.force(true);
      begun = true;
      return new Note(id, List.copyOf(targets), file);
    } finally {
      if (!begun) {
        HELD.remove(path);
        if (file != null) {
          file.close();
        }
      }
    }
  }

  /** The note, made where it is absent, and locked; null if another process has it now. */
  private static @Nullable FileChannel opened(Path note) throws IOException {
    FileChannel file = open(note, StandardOpenOption.CREATE);
    boolean ours = false;
    try {
      // what was deleted before it was locked is a note that nobody finds
      ours = lock(file) != null && Files.exists(note);
      return ours ? file : null;
    } finally {
      if (!ours) {
        file.close();
      }
    }
  }

  private static FileChannel open(Path note, StandardOpenOption... more) throws IOException {
    Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    options.addAll(Arrays.asList(more));
    return FileChannel.open(note, options);
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Clears up, in the background, after those that the program did not see the end of. */
  void clearUp() {
    List<Path> left = left();
    if (!left.isEmpty()) {
      Thread.ofVirtual().name("exports of the last time").start(() -> clearUp(left));
    }
  }

  private List<Path> left() {
    List<Path> notes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        notes.add(file);
      }
    } catch (NoSuchFileException _) {
      // nothing was ever exported
    } catch (IOException e) {
      LOG.warn("unfinished exports cannot be looked for: {}", e.toString());
    }
    return notes;
  }

  /** May wait for their disks. */
  private void clearUp(List<Path> notes) {
    int kept = 0;
    for (Path note : notes) {
      try {
        JobId id = new JobId(String.valueOf(note.getFileName()));
        if (HELD.add(note)) {
          try {
            kept += cleared(note, id, kept >= MOST_KEPT) ? 0 : 1;
          } finally {
            HELD.remove(note);
          }
        }
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("{} is no note of an export: {}", note, e.toString());
      }
    }
  }

  private boolean cleared(Path note, JobId id, boolean giveUp) throws IOException {
    try (FileChannel file = open(note)) {
      if (lock(file) == null) {
        return true; // it is being written by another process
      }
      List<Path> targets;
      try {
        targets = targets(file);
      } catch (IllegalArgumentException e) {
        LOG.warn("{} is no note of an export, and is deleted: {}", note, e.getMessage());
        Files.delete(note);
        return true;
      }
      boolean cleared = cleared(id, targets);
      if (!cleared && giveUp) {
        Files.delete(note);
      }
      return cleared;
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  /**
   * @throws IllegalArgumentException if they are not what {@link #begin} writes
   */
  private static List<Path> targets(FileChannel note) throws IOException {
    ByteBuffer text = ByteBuffer.allocate((int) Math.min(note.size(), MOST_BYTES + 1));
    while (text.hasRemaining() && note.read(text) >= 0) {}
    if (text.position() > MOST_BYTES) {
      throw new IllegalArgumentException("it is too long");
    }
    String targets = StandardCharsets.UTF_8.decode(text.flip()).toString();
    return Arrays.stream(targets.split(BETWEEN)).map(Path::of).toList();
  }

  /**
   * @return false if a disk is not there; it may come back
   */
  private boolean cleared(JobId id, List<Path> targets) {
    for (Path target : targets) {
      if (target.isAbsolute() && target.getParent() != null) {
        if (!Files.isDirectory(target.getParent())) {
          return false;
        }
        try {
          MixFile.sweep(id, target);
        } catch (IOException e) {
          LOG.warn("what is left of an export to {} cannot be deleted: {}", target, e.toString());
          return false;
        }
      }
    }
    try {
      Files.deleteIfExists(note(id));
    } catch (IOException e) {
      LOG.warn("the note of an export to {} is left: {}", targets, e.toString());
    }
    return true;
  }
}
