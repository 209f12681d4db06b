package app.headroom.app;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * Where the installed program's icon starts: opens the window, and takes every argument for a song.
 */
public final class WindowLauncher {

  private WindowLauncher() {}

  public static void main(String[] songs) throws IOException {
    Launcher.main(
        Stream.concat(Stream.of(Launcher.WINDOW), Stream.of(songs)).toArray(String[]::new));
  }
}
