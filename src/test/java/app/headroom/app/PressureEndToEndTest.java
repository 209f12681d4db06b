package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole program where memory is short: in a control group with a limit, alone and beside
 * another program that eats. The group is the machine for all of them, so nothing outside is hurt.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class PressureEndToEndTest {

  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path temp;
  private Path home;
  private Path song;

  @BeforeEach
  void prepare() throws Exception {
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    song = folder.resolve("song.wav");
    ProgramProcess.lendModel(home);
  }

  @Test
  void songsSideBySideInAGroupOfLittleMemoryFinish() throws Exception {
    SynthesisedSong.write(song, 8);
    Path second = song.resolveSibling("second.wav");
    Files.copy(song, second);
    try (ControlGroup group = ControlGroup.of(1_200_000_000)) {
      try (ProgramProcess program =
          ProgramProcess.start(
              group.entering(),
              home,
              "separate",
              song.toString(),
              second.toString(),
              "--out",
              temp.resolve("out").toString(),
              "--precision",
              "fp32",
              "--json")) {
        assertThat(program.exitCode()).as(program.err.toString()).isZero();
      }
      System.out.printf(
          "in a group of %d MB: at most %d MB with cached files%n",
          group.limitBytes / 1_000_000, group.peakBytes() / 1_000_000);
      assertThat(group.outOfMemoryKills()).isZero();
    }
    assertThat(log()).anyMatch(line -> line.matches(".*song.wav .* segments: .*"));
    assertThat(log()).anyMatch(line -> line.contains("finished:"));
  }

  @Test
  void besideAnEaterTheTiersFollowAndTheSongIsPausedParkedAndFinished() throws Exception {
    SynthesisedSong.write(song, 40);
    try (ControlGroup group = ControlGroup.of(2_000_000_000)) {
      try (Companion companion = Companion.start(group.entering());
          ProgramProcess program =
              ProgramProcess.start(
                  group.entering(),
                  home,
                  "separate",
                  song.toString(),
                  "--out",
                  temp.resolve("out").toString(),
                  "--precision",
                  "int8",
                  "--json")) {
        program.await(event -> event.path("share").asDouble() > 0.05);
        Eater eater = new Eater(group, companion);

        Instant high = eater.eatUpTo(0.72);
        assertFollowed("memory is HIGH", high, program);
        eater.eatUpTo(0.78);
        program.await(event -> event.path("decision").asText().equals("set-segment"));

        Instant critical = eater.eatUpTo(0.87);
        assertFollowed("memory is CRITICAL", critical, program);
        // what the song gives back is eaten, so that no step of the stairs is enough
        eater.eatUntilIn(program, "hold");
        eater.eatUntilIn(program, "unload");
        eater.eatUntilIn(program, "park");
        while (program.events().stream()
            .noneMatch(event -> event.path("event").asText().equals("parked"))) {
          eater.eatUpTo(0.87);
          TimeUnit.MILLISECONDS.sleep(20);
        }

        Instant over = companion.holds(0);
        assertFollowed("memory is NORMAL", over, program, WITHIN.plus(WITHIN));
        assertThat(program.exitCode()).as(program.err.toString()).isZero();
        JsonNode finished =
            program.events().stream()
                .filter(event -> event.path("event").asText().equals("finished"))
                .findFirst()
                .orElseThrow();
        assertThat(finished.path("pauses").asInt()).isPositive();
        assertThat(finished.path("resumes").asInt()).isPositive();
        System.out.println("segments " + finished.path("segmentsBySeconds"));
      }
      assertThat(group.outOfMemoryKills()).isZero();
    }
    assertThat(log())
        .anyMatch(line -> line.contains("segments of ") && line.contains(" s instead of "))
        .anyMatch(line -> line.contains("parked"))
        .anyMatch(line -> line.contains("may start again"))
        .anyMatch(line -> line.contains("finished:"));
  }

  /** Has the companion eat until the group is as full as it should be; never less than before. */
  private static final class Eater {
    private final ControlGroup group;
    private final Companion companion;
    private long megabytes;

    Eater(ControlGroup group, Companion companion) {
      this.group = group;
      this.companion = companion;
    }

    Instant eatUpTo(double share) throws IOException {
      long missing = Math.round(group.limitBytes * share) - group.usedBytes();
      megabytes += Math.max(0, missing / 1_000_000 + 10);
      return companion.holds(megabytes);
    }

    void eatUntilIn(ProgramProcess program, String decision) throws Exception {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (program.events().stream()
          .noneMatch(event -> event.path("decision").asText().equals(decision))) {
        assertThat(System.nanoTime()).as("waited in vain for " + decision).isLessThan(deadline);
        eatUpTo(0.87);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  private void assertFollowed(String what, Instant step, ProgramProcess program) throws Exception {
    assertFollowed(what, step, program, WITHIN);
  }

  /** That the log says so, and soon. */
  private void assertFollowed(String what, Instant step, ProgramProcess program, Duration atMost)
      throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (log().stream().noneMatch(line -> line.contains(what))) {
      assertThat(System.nanoTime()).as(what + " never came; " + log()).isLessThan(deadline);
      assertThat(program.endedWithin(TimeUnit.MILLISECONDS.toNanos(20)))
          .as("ended before " + what + "; " + program.err + program.out)
          .isFalse();
    }
    String line = log().stream().filter(each -> each.contains(what)).findFirst().orElseThrow();
    Duration took = Duration.between(step, Instant.parse(line.substring(0, line.indexOf(' '))));
    System.out.println(took.toMillis() + " ms after the companion's step: " + line);
    assertThat(took).as(line).isLessThan(atMost);
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(home.resolve("logs").resolve("headroom.log"));
  }
}
