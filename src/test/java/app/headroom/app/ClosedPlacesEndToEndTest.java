package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders that cannot be read, written or filled, as {@code headroom separate} meets them. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ClosedPlacesEndToEndTest {

  @TempDir private Path temp;
  private Path home;
  private Path songs;
  private Path closed;

  @BeforeEach
  void prepare() throws Exception {
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    songs = Files.createDirectories(folder.resolve("songs"));
    closed = Files.createDirectories(folder.resolve("closed"));
    ProgramProcess.lendModel(home);
    SynthesisedSong.write(songs.resolve("good.wav"), 1);
  }

  @AfterEach
  void open() throws IOException {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aFolderThatCannotBeReadIsNamedAndTheOtherSongsAreDone() throws Exception {
    SynthesisedSong.write(closed.resolve("inside.wav"), 1);
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Path out = temp.resolve("out");

    try (ProgramProcess program =
        separate(List.of(closed, closed.resolve("inside.wav"), songs), out)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err)
          .anyMatch(line -> line.contains(closed + ": it cannot be read"))
          .anyMatch(line -> line.contains(closed.resolve("inside.wav") + ": it cannot be read"));
      assertThat(program.events())
          .filteredOn(event -> event.path("event").asText().equals("finished"))
          .singleElement()
          .satisfies(event -> assertThat(event.path("file").asText()).endsWith("good.wav"));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidBeforeTheWork() throws Exception {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));

    try (ProgramProcess program = separate(List.of(songs), closed)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(lastFailure(program).path("code").asText()).isEqualTo("output-not-writable");
      assertNothingWasDone(program);
    }
    assertEmpty(closed);
  }

  @Test
  void aDiskWithoutRoomIsSaidBeforeTheWork() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", closed.toString()),
        "SKIPPED: a small disk can't be made here");
    try (ProgramProcess program = separate(List.of(songs), closed)) {
      assertThat(program.exitCode()).isEqualTo(1);
      JsonNode failure = lastFailure(program);
      assertThat(failure.path("code").asText()).isEqualTo("disk-full");
      assertThat(failure.path("what").asText()).contains(closed.toString()).contains("1 MB free");
      assertNothingWasDone(program);
      assertEmpty(closed);
    } finally {
      assertThat(run("umount", closed.toString())).isTrue();
    }
  }

  private ProgramProcess separate(List<Path> what, Path out) throws IOException {
    Stream<String> options =
        Stream.of("--out", out.toString(), "--json", "--segment", "1.3", "--precision", "int8");
    return ProgramProcess.startUnprivileged(
        home,
        Stream.of(Stream.of("separate"), what.stream().map(Path::toString), options)
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static JsonNode lastFailure(ProgramProcess program) {
    List<JsonNode> failures =
        program.events().stream()
            .filter(event -> event.path("event").asText().equals("failed"))
            .toList();
    assertThat(failures).hasSize(1);
    return failures.getFirst();
  }

  private void assertNothingWasDone(ProgramProcess program) throws IOException {
    assertThat(program.events())
        .noneMatch(event -> event.path("phase").asText().equals("separating"));
    assertEmpty(home.resolve("spool"));
  }

  private static void assertEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
