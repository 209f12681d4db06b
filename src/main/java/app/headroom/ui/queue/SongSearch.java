package app.headroom.ui.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.SourceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks at what the user dropped. Called in the background, one call at a time; may take long. */
public interface SongSearch {

  /** The songs among files and folders, and what was met and is none. */
  Found find(List<Path> dropped);

  /**
   * What is in a song.
   *
   * @throws IOException if nothing could be asked at all
   */
  Probed probe(Path song) throws IOException, InterruptedException;

  /**
   * @param skipped how many files below folders have not the name of a sound
   */
  record Found(List<Path> songs, List<Refused> refused, long skipped) {}

  /** A file that is not taken, and why, in words without a full stop. */
  record Refused(Path file, String why, String remedy) {}

  /** What a probe says. */
  sealed interface Probed {
    record Song(SourceInfo info) implements Probed {}

    record NoSong(JobFailure failure) implements Probed {}
  }
}
