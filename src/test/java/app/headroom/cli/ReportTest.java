package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.JobSnapshot;
import app.headroom.ui.scripted.Song;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What the command line says of a song, for people and for programs. */
class ReportTest {

  private static final String SHORT =
      "It ends early: its header promises 4:12.0, 1:30.4 are there.";

  private static final JobSnapshot SONG =
      new Song("Harbour Lights", "Marlow & the Tide", 90.4)
          .noted(Path.of("out"), "paused: memory at 91 %", SHORT);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, false, StandardCharsets.UTF_8),
          new PrintStream(err, false, StandardCharsets.UTF_8),
          OptionalInt.empty());

  @Test
  void aSongThatEndsBeforeItsHeaderSaysIsTold() {
    new TextReport(console, InstantSource.system()).finished(SONG);
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    assertThat(err).hasToString("Harbour Lights.flac: " + SHORT + "\n");
  }

  @Test
  void whereStemsLieInSeveralFoldersTheOneAroundThemIsTold() {
    JobSnapshot song =
        new Song("Harbour Lights", "Marlow & the Tide", 90.4)
            .finished(Path.of("/music/out"), 1, List.of("drums/drums", "bass/bass"));
    new TextReport(console, InstantSource.system()).finished(song);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains(" in /music/out/Harbour Lights ·");
  }

  @Test
  void alsoToPrograms() {
    new JsonReport(console, InstantSource.system()).finished(SONG);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"" + SHORT + "\"");
  }
}
