package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import app.headroom.supervisor.ProcessCommandRunner;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The authors' own command, where one is installed; it fetches its weights itself. */
@Tag("slow")
@Timeout(1800)
class PythonEngineEndToEndTest {

  private static final List<List<String>> STARTS =
      List.of(List.of("demucs"), List.of("python3", "-m", "demucs"));

  @TempDir Path folder;

  @BeforeEach
  void find() throws InterruptedException {
    boolean found = false;
    for (List<String> start : STARTS) {
      found |= answersAsPython(start);
    }
    assumeTrue(found, "SKIPPED: no Python Demucs is installed here (pip install demucs)");
  }

  private static boolean answersAsPython(List<String> start) throws InterruptedException {
    List<String> command = new ArrayList<>(start);
    command.add("--help");
    try {
      return new ProcessCommandRunner()
          .run(command, Path.of("").toAbsolutePath(), Duration.ofMinutes(1))
          .output()
          .contains("--two-stems");
    } catch (IOException | TimeoutException _) {
      return false;
    }
  }

  @Test
  void itsStemsAreJoinedToASongThatSumsToTheMix() throws Exception {
    SynthesisedSong.write(folder.resolve("song.wav"), 20);
    Path home = Files.createDirectories(folder.resolve("home"));
    try (ProgramProcess program =
        ProgramProcess.start(
            home,
            "separate",
            folder.resolve("song.wav").toString(),
            "--out",
            folder.resolve("out").toString(),
            "--engine",
            "python",
            "--json")) {
      assertThat(program.exitCode()).as("%s %s", program.out, program.err).isZero();
      JsonNode finished =
          program.events().stream()
              .filter(event -> event.path("event").asText().equals("finished"))
              .findFirst()
              .orElseThrow();
      assertThat(finished.get("engine").asText()).isEqualTo("python");
      assertThat(finished.get("stems").size()).isEqualTo(4);
      assertThat(finished.get("mixDb").get("separated").asDouble()).isLessThan(-15);
    }
  }
}
