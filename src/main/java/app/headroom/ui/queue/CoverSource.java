package app.headroom.ui.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the pictures of songs come from. Called in the background. */
@FunctionalInterface
public interface CoverSource {

  /**
   * The encoded picture (PNG or JPEG) in the song's tags, at most some megabytes; empty where there
   * is none.
   */
  Optional<byte[]> cover(Path song) throws IOException;
}
