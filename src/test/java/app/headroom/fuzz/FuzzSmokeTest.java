package app.headroom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The first inputs of each target; {@code mvn -Pfuzz} goes on where this ends. */
class FuzzSmokeTest {

  private static final long SEED = 1;

  @TempDir Path folder;

  static List<String> readers() {
    return Targets.readers().stream().map(Target::name).toList();
  }

  @ParameterizedTest
  @MethodSource("readers")
  void brokenInputsAreReadOrRefused(String name) throws Exception {
    try (Round round = new Round(Targets.named(name), folder, SEED)) {
      long inputs = name.equals("store") || name.equals("song") ? 15 : 120;
      for (long number = 0; number < inputs; number++) {
        assertThat(round.run(number).find()).as("input " + number + " of seed " + SEED).isNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("readers")
  void anInputFollowsFromItsSeedAndNumber(String name) throws Exception {
    Target target = Targets.named(name);
    List<byte[]> corpus = target.corpus(folder);
    byte[] once = new Mutator(corpus, target.words(), SEED).input(4711);
    byte[] again = new Mutator(corpus, target.words(), SEED).input(4711);
    assertThat(once).isEqualTo(again);
    target.close();
  }
}
