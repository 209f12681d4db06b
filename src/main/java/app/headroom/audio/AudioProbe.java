package app.headroom.audio;

import app.headroom.job.SourceInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Says what a file holds, from its header. Any thread; opens the file and closes it again. */
public final class AudioProbe {

  private AudioProbe() {}

  /**
   * @throws AudioException if the file is not there, cannot be read or holds no sound that can be
   *     decoded
   */
  public static SourceInfo probe(Path source) throws AudioException {
    return probe(source, null);
  }

  /**
   * @param cover where the embedded picture is left as it is, if there is one that is not too
   *     large; null where it is not wanted
   * @throws AudioException as above
   */
  public static SourceInfo probe(Path source, @Nullable Path cover) throws AudioException {
    try (MediaInput input = MediaInput.open(source)) {
      if (cover != null) {
        CoverArt.keep(input, cover, new ArrayList<>());
      }
      return input.info();
    }
  }
}
