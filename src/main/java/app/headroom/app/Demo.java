package app.headroom.app;

import app.headroom.bench.SynthesisedSong;
import app.headroom.cli.CommandLineProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows what the program does where there is no song at hand: makes one and separates it. */
final class Demo {

  private static final int SECONDS = 20;

  private Demo() {}

  /**
   * @param home the program's own folder; a name that everybody knows in a folder where everybody
   *     may write could be somebody's link
   */
  static int run(CommandLineProgram commands, Path home) throws IOException {
    Path folder = home.resolve("demo");
    Path song = Files.createDirectories(folder).resolve("Synthesised song.wav");
    SynthesisedSong.write(song, SECONDS);
    System.err.println("A synthesised song of " + SECONDS + " s: " + song);
    return commands.run("separate", song.toString(), "--out", folder.toString(), "--overwrite");
  }
}
