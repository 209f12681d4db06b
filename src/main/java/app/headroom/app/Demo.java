package app.headroom.app;

import app.headroom.bench.SynthesisedSong;
import app.headroom.cli.CommandLineProgram;
import app.headroom.cli.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows what the program does where there is no song at hand: makes one and separates it. */
record Demo(Application application, Console console, String version) {

  private static final int SECONDS = 20;

  int run() throws IOException {
    Path folder =
        Files.createDirectories(
            Path.of(System.getProperty("java.io.tmpdir", ".")).resolve("headroom-demo"));
    Path song = folder.resolve("Synthesised song.wav");
    SynthesisedSong.write(song, SECONDS);
    System.err.println("A synthesised song of " + SECONDS + " s: " + song);
    return new CommandLineProgram(application, console, version)
        .run("separate", song.toString(), "--out", folder.toString(), "--overwrite");
  }
}
