package app.headroom.audio;

import app.headroom.job.SourceInfo;
import java.nio.file.Path;

/** Says what a file holds, from its header. Any thread; opens the file and closes it again. */
public final class AudioProbe {

  private AudioProbe() {}

  /**
   * @throws AudioException if the file is not there, cannot be read or holds no sound that can be
   *     decoded
   */
  public static SourceInfo probe(Path source) throws AudioException {
    try (MediaInput input = MediaInput.open(source)) {
      return input.info();
    }
  }
}
