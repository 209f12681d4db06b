package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headroom bench budgets} on a short song: each budget is kept, and the least is true. */
@Tag("slow")
class BudgetsEndToEndTest {

  @Test
  void noJobExceedsItsBudget(@TempDir Path temp) throws Exception {
    Path folder = temp.toRealPath();
    Path song = folder.resolve("song.wav");
    SynthesisedSong.write(song, 12);
    Path home = folder.resolve("home");
    ProgramProcess.lendModel(home);
    try (ProgramProcess program = ProgramProcess.start(home, "bench", "budgets", song.toString())) {
      assertThat(program.exitCode()).as(program.out + " " + program.err).isZero();
      program.out.forEach(System.out::println);
      assertThat(program.out).hasSize(7);
    }
  }
}
