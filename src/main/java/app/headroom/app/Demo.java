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

  static int run(CommandLineProgram commands) throws IOException {
    Path folder =
        Path.of(System.getProperty("java.io.tmpdir", "."), "headroom-demo").toAbsolutePath();
    Path song = Files.createDirectories(folder).resolve("Synthesised song.wav");
    SynthesisedSong.write(song, SECONDS);
    System.err.println("A synthesised song of " + SECONDS + " s: " + song);
    return commands.run("separate", song.toString(), "--out", folder.toString(), "--overwrite");
  }
}
