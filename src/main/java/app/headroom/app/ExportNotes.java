package app.headroom.app;

import app.headroom.audio.MixFile;
import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where mixes are being written, so that what one leaves beside its target can be cleared up, even
 * if it is killed together with the program. A note is a file that is named by the mix's id and
 * holds its target. It is written before the mix's folder is made; beside the target of half a note
 * there is none of that id. Safe from any thread.
 *
 * @param folder of the notes; made when it is needed
 */
record ExportNotes(Path folder) {

  private static final Logger LOG = LoggerFactory.getLogger(ExportNotes.class);

  /** No path is as long anywhere. */
  private static final int MOST_BYTES = 128 * 1024;

  /** Of targets that cannot be reached, on a disk that is not plugged in for example. */
  private static final int MOST_KEPT = 100;

  void begin(JobId id, Path target) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel note =
        FileChannel.open(
            folder.resolve(id.value()), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      note.write(StandardCharsets.UTF_8.encode(target.toString()));
      note.force(true);
    }
  }

  /** Nothing writes that mix any more. */
  void end(JobId id, Path target) {
    try {
      if (target.isAbsolute() && target.getParent() != null) {
        if (!Files.isDirectory(target.getParent())) {
          return; // its disk may come back
        }
        MixFile.sweep(id, target);
      }
      Files.deleteIfExists(folder.resolve(id.value()));
    } catch (IOException e) {
      LOG.warn("what is left of an export beside {} cannot be deleted: {}", target, e.toString());
    }
  }

  /** Those that the program did not see the end of when it ran last. */
  List<Path> left() {
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

  /** Clears up after those; may wait for their disks. */
  void end(List<Path> notes) {
    int kept = 0;
    for (Path note : notes) {
      try {
        if (Files.size(note) <= MOST_BYTES) {
          end(new JobId(String.valueOf(note.getFileName())), Path.of(Files.readString(note)));
        }
        if (Files.exists(note) && ++kept > MOST_KEPT) {
          Files.delete(note);
        }
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("{} is no note of an export: {}", note, e.toString());
      }
    }
  }
}
