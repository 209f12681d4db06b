package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program with all of its own files, the queue's database too, on a disk of some
 * megabytes, which only root can make.
 */
@Tag("slow")
class FullDiskEndToEndTest {

  private static final int DISK_MEGABYTES = 120;

  @TempDir private Path temp;
  private Path home;
  private Path song;

  @BeforeEach
  void mount() throws Exception {
    Path folder = temp.toRealPath();
    home = Files.createDirectory(folder.resolve("home"));
    song = folder.resolve("song.wav");
    SynthesisedSong.write(song, 12);
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "home", home),
        "SKIPPED: no small disk can be made");
    ProgramProcess.lendModel(home);
  }

  @AfterEach
  void unmount() throws Exception {
    succeeds("umount", "-l", home);
  }

  @Test
  void aDiskThatFillsInTheMiddleHoldsTheSongUpUntilThereIsRoom() throws Exception {
    try (ProgramProcess program = separate("whole")) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
    }

    Path ballast = home.resolve("ballast");
    try (ProgramProcess program = separate("out")) {
      program.await(event -> event.path("share").asDouble() > 0.3);
      List<ProcessHandle> workers = program.descendants();
      fill(ballast);
      // whoever of them is first to find it: the worker, or the queue that keeps its progress
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
      while (program.err.stream().noneMatch(line -> line.contains("isk"))) {
        assertThat(System.nanoTime()).as(program.out.toString()).isLessThan(deadline);
        assertThat(program.endedWithin(TimeUnit.MILLISECONDS.toNanos(20)))
            .as("ended: " + program.err + program.out)
            .isFalse();
        fill(ballast);
      }
      System.out.println("with a full disk: " + program.err);
      assertThat(program.err).noneMatch(line -> line.contains("SQL"));
      // the one that separates; the one that reads headers stays
      CompletableFuture.anyOf(
              workers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(5, TimeUnit.MINUTES);
      Files.delete(ballast);
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
      assertThat(program.events())
          .filteredOn(event -> event.path("event").asText().equals("finished"))
          .singleElement()
          .satisfies(event -> assertThat(event.path("resumes").asInt()).isPositive());
    }

    Map<String, byte[]> expected = stems("whole");
    Map<String, byte[]> stems = stems("out");
    assertThat(stems).containsOnlyKeys(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(stems.get(name)).as(name).isEqualTo(bytes));
    assertThat(integrity()).isEqualTo("ok");
    try (Stream<Path> left = Files.list(home.resolve("spool"))) {
      assertThat(left).isEmpty();
    }
  }

  private ProgramProcess separate(String out) throws IOException {
    return ProgramProcess.start(
        home,
        "separate",
        song.toString(),
        "--out",
        song.resolveSibling(out).toString(),
        "--segment",
        "1.3",
        "--precision",
        "int8",
        "--json");
  }

  /** To the last byte, also what was given back since. */
  private static void fill(Path ballast) {
    for (int bytes = 1 << 20; bytes >= 1; bytes >>= 4) {
      try (OutputStream out =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[bytes]);
        }
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
      }
    }
  }

  private Map<String, byte[]> stems(String out) throws IOException {
    Map<String, byte[]> stems = new TreeMap<>();
    Path folder = song.resolveSibling(out);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stems.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return stems;
  }

  private String integrity() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("headroom.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      return row.getString(1);
    }
  }

  private static boolean succeeds(Object... command) throws Exception {
    String[] words = Stream.of(command).map(Object::toString).toArray(String[]::new);
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
