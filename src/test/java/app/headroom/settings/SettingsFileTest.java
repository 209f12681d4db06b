package app.headroom.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.Bytes;
import app.headroom.job.OutputFormat;
import app.headroom.job.Overlap;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.memory.Ladder;
import app.headroom.memory.MemoryPolicy;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

  @TempDir private Path folder;
  private Path path;
  private SettingsFile file;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("headroom.properties");
    file = new SettingsFile(path);
  }

  @Test
  void withoutAFileEverythingHasItsFallback() throws Exception {
    assertThat(file.load()).isEqualTo(Settings.FALLBACKS);
  }

  @Test
  void theFirstFileNamesExplainsAndChangesNothing() throws Exception {
    assertThat(file.createIfAbsent()).isTrue();

    String text = Files.readString(path);
    for (Setting<?> setting : Setting.all()) {
      assertThat(text).contains("#" + setting.name() + " =");
    }
    assertThat(file.load()).isEqualTo(Settings.FALLBACKS);
    assertThat(file.createIfAbsent()).isFalse();
  }

  @Test
  void everyFallbackIsAllowedOnceItsCommentSignIsGone() throws Exception {
    file.createIfAbsent();
    String text = Files.readString(path);
    for (Setting<?> setting : Setting.all()) {
      text =
          text.replaceFirst("(?m)^#" + Pattern.quote(setting.name()) + " =", setting.name() + " =");
    }
    Files.writeString(path, text);

    Settings settings = file.load();
    for (Setting<?> setting : Setting.all()) {
      assertThat(settings.isChosen(setting)).as(setting.name()).isTrue();
      assertThat(settings.get(setting)).as(setting.name()).isEqualTo(setting.fallback());
    }
  }

  @Test
  void valuesAreRead() throws Exception {
    Files.writeString(
        path,
        """
        \uFEFF# mine
        output.format=flac
          separation.stems =  vocals
        separation.segment = 2.6
        separation.threads = auto
        separation.overlap = 0.10
        log.file-size = 1.5 MiB
        output.folder = C:\\music & more = stems
        """
            .replace("C:\\music", "/music"));

    Settings settings = file.load();
    assertThat(settings.get(Setting.OUTPUT_FORMAT)).isEqualTo(OutputFormat.FLAC);
    assertThat(settings.get(Setting.STEMS)).isEqualTo(StemSelection.isolate(Stem.VOCALS));
    assertThat(settings.get(Setting.SEGMENT))
        .isEqualTo(new SegmentChoice.Fixed(SegmentLength.ofSeconds(2.6)));
    assertThat(settings.get(Setting.THREADS)).isZero();
    assertThat(settings.get(Setting.OVERLAP)).isEqualTo(new Overlap.Share(0.1));
    assertThat(settings.get(Setting.LOG_FILE_SIZE)).isEqualTo(1_572_864);
    assertThat(settings.get(Setting.OUTPUT_FOLDER)).contains(Path.of("/music & more = stems"));
  }

  @Test
  void everyBadLineIsNamedWithWhatWouldBeAllowed() throws Exception {
    Files.writeString(
        path,
        """
        # mine
        separation.overlap = 1.5
        output.fromat = flac
        log.files = many
        log.files = 3
        nonsense
        separation.segment = -1e999999999
        """);

    assertThatThrownBy(file::load)
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            List.of(
                    ":2: separation.overlap: \"1.5\" is not auto, or a number from 0 to 0.9",
                    ":3: there is no setting output.fromat; did you mean output.format?",
                    ":4: log.files: \"many\" is not a whole number from 1 to 20",
                    ":5: log.files is set on line 4 already",
                    ":6: \"nonsense\" has no equals sign; a line is: name = value",
                    ":7: separation.segment: \"-1e999999999\" is not auto, or a number of seconds"
                        + " from 1.3 to 15")
                .stream()
                .map(line -> path + line)
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow());
  }

  @Test
  void numbersThatContradictEachOtherAreRefused() throws Exception {
    Files.writeString(path, "\nmemory.tiers.high-used-percent = 90\n");

    assertThatThrownBy(file::load)
        .hasMessage(
            path
                + ":2: memory.tiers.high-used-percent must be less than"
                + " memory.tiers.critical-used-percent (85), not 90");
  }

  @Test
  void aBudgetWithWhichNoSongCanBeDoneIsToldAndBecomesTheLeast() throws Exception {
    Files.writeString(path, "# mine\nmemory.limits.budget = 100 MB\n");
    String least = Bytes.text(MemoryPolicy.DEFAULT.leastBudgetBytes());

    SettingsFile.Reading reading = file.read();
    assertThat(reading.wrong()).isEmpty();
    assertThat(reading.mended())
        .containsExactly(
            new SettingsException.Problem(
                2,
                "memory.limits.budget must be at least "
                    + least
                    + ", which the shortest segments need, not 100 MB; memory.limits.budget counts"
                    + " as "
                    + least));
    assertThat(MemorySettings.policy(file.load()).limits().budgetBytes())
        .isEqualTo(MemoryPolicy.DEFAULT.leastBudgetBytes());
  }

  @Test
  void aHardLimitBelowTheBudgetIsToldAndTheBudgetComesDownToIt() throws Exception {
    Files.writeString(path, "memory.limits.kill = 1 GB\n\nmemory.limits.budget = 1500 MB\n");

    assertThat(file.read().mended())
        .containsExactly(
            new SettingsException.Problem(
                1,
                "memory.limits.kill must be at least memory.limits.budget (1500 MB), not 1 GB;"
                    + " memory.limits.budget counts as 1 GB"));
    MemoryPolicy.Limits limits = MemorySettings.policy(file.load()).limits();
    assertThat(List.of(limits.budgetBytes(), limits.killBytes()))
        .containsOnly(1_000 * MemoryPolicy.MEGABYTE);
  }

  @Test
  void whatCannotBeHeldIsNotSaved() throws Exception {
    long least = MemoryPolicy.DEFAULT.leastBudgetBytes();
    file.save(Settings.FALLBACKS.with(MemorySettings.BUDGET, least));
    for (Settings wrong :
        List.of(
            Settings.FALLBACKS.with(MemorySettings.BUDGET, least - 1),
            Settings.FALLBACKS.with(MemorySettings.COMMAND_BUDGET, least),
            Settings.FALLBACKS.with(MemorySettings.KILL, 2_000 * MemoryPolicy.MEGABYTE))) {
      assertThatThrownBy(() -> file.save(wrong)).hasMessageContaining("must be at least");
    }
    assertThat(file.load().get(MemorySettings.BUDGET)).isEqualTo(least);
  }

  /** The least follows from the ladder and the margin, which are settings too. */
  @Test
  void aLadderOfLongSegmentsNeedsMore() {
    Settings budget =
        Settings.FALLBACKS.with(MemorySettings.BUDGET, MemoryPolicy.DEFAULT.leastBudgetBytes());
    Settings longer = budget.withText(MemorySettings.LADDER, "7.8, 5.85");
    MemorySettings.policy(budget);
    assertThatThrownBy(() -> MemorySettings.policy(longer))
        .hasMessageStartingWith("memory.limits.budget must be at least");
  }

  @Test
  void aFileWithAMistakeIsPutAsideWhenTheWindowSaves() throws Exception {
    String broken = "output.fromat = flac\nlog.files = 7\n";
    Files.writeString(path, broken);
    SettingsFile.Reading reading = file.read();
    assertThat(reading.wrong()).hasSize(1);
    assertThat(reading.settings()).isEqualTo(Settings.FALLBACKS.with(Setting.LOG_FILES, 7));

    Settings next = reading.settings().with(Setting.OUTPUT_FORMAT, OutputFormat.FLAC);
    Path aside = file.saveOver(next, Instant.parse("2026-11-22T05:00:00Z")).orElseThrow();
    assertThat(aside).hasFileName("headroom.properties.corrupt-20261122-050000").hasContent(broken);
    assertThat(file.load()).isEqualTo(next);
    assertThat(file.saveOver(next.with(Setting.LOG_FILES, 2), Instant.EPOCH)).isEmpty();
    assertThat(file.load().get(Setting.LOG_FILES)).isEqualTo(2);
  }

  @Test
  void whatIsNoTextIsPutAsideToo() throws Exception {
    byte[] noise = {(byte) 0xff, (byte) 0xfe, 0};
    Files.write(path, noise);
    assertThat(file.read().settings()).isEqualTo(Settings.FALLBACKS);
    Path aside = file.saveOver(Settings.FALLBACKS, Instant.EPOCH).orElseThrow();
    assertThat(aside).hasBinaryContent(noise);
    assertThat(file.load()).isEqualTo(Settings.FALLBACKS);
  }

  @Test
  void whatIsPutAsideComesBackIfTheNewOneCannotBeWritten() throws Exception {
    String broken = "log.files = many\n# kept\n";
    Files.writeString(path, broken);
    Settings contradicting = Settings.FALLBACKS.withText(setting("memory.limits.budget"), "1 MB");
    assertThatThrownBy(() -> file.saveOver(contradicting, Instant.EPOCH))
        .isInstanceOf(SettingsException.class);
    assertThat(path).hasContent(broken);
    try (Stream<Path> files = Files.list(path.getParent())) {
      assertThat(files).containsExactly(path);
    }
  }

  private static Setting<?> setting(String name) {
    return Setting.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyNumberOfThePolicyIsThere() throws Exception {
    file.createIfAbsent();
    assertThat(MemorySettings.policy(file.load())).isEqualTo(MemoryPolicy.DEFAULT);
    assertThat(MemorySettings.all()).hasSize(numbers(MemoryPolicy.class));
    assertThat(path.toFile()).content().contains("#memory.limits.budget = 2048 MB");

    Files.writeString(path, "memory.limits.budget = 600MB\nmemory.segments.ladder = 3.9,1.3\n");
    MemoryPolicy policy = MemorySettings.policy(file.load());
    assertThat(policy.limits()).isEqualTo(MemoryPolicy.Limits.DEFAULT.withBudgetBytes(600_000_000));
    assertThat(policy.segments().ladder().lowest()).isEqualTo(SegmentLength.SHORTEST);
  }

  private static int numbers(Class<?> policy) {
    return Arrays.stream(policy.getRecordComponents())
        .map(RecordComponent::getType)
        .mapToInt(type -> type.isRecord() && type != Ladder.class ? numbers(type) : 1)
        .sum();
  }

  @Test
  void savingChangesOnlyWhatChanged() throws Exception {
    Files.writeString(
        path,
        """
        # my notes stay
        output.format = flac
        output.clip   =   clamp

        #log.files = 3
        """);

    Settings settings =
        file.load()
            .with(Setting.OUTPUT_FORMAT, OutputFormat.OPUS)
            .with(Setting.LOG_FILES, 5)
            .with(Setting.THREADS, 2);
    file.save(settings);

    assertThat(path)
        .hasContent(
            """
            # my notes stay
            output.format = opus
            output.clip   =   clamp

            log.files = 5
            separation.threads = 2
            """);
    assertThat(file.load()).isEqualTo(settings);

    file.save(settings.without(Setting.OUTPUT_FORMAT));
    assertThat(Files.readString(path)).contains("#output.format = wav16");
    assertThat(file.load().isChosen(Setting.OUTPUT_FORMAT)).isFalse();
  }

  @Test
  void theOverlapIsAWordOrANumber() throws Exception {
    for (Overlap overlap : List.of(new Overlap.Share(0.133), Overlap.AUTO)) {
      file.save(Settings.FALLBACKS.with(Setting.OVERLAP, overlap));
      assertThat(file.load().get(Setting.OVERLAP)).isEqualTo(overlap);
      assertThat(file.load().isChosen(Setting.OVERLAP)).isTrue();
    }
    assertThat(Files.readString(path)).contains("separation.overlap = auto");
  }

  @Test
  void aFileWithAMistakeIsNotOverwritten() throws Exception {
    Files.writeString(path, "output.fromat = flac\n");

    assertThatThrownBy(() -> file.save(Settings.FALLBACKS.with(Setting.LOG_FILES, 2)))
        .isInstanceOf(SettingsException.class);
    assertThat(path).hasContent("output.fromat = flac\n");
    assertThat(folder).isDirectoryContaining(file -> file.equals(path));
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    Files.write(path, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(file::load).hasMessageContaining("not UTF-8 text");

    Files.write(path, new byte[2 << 20]);
    assertThatThrownBy(file::load).hasMessageContaining("larger than 1 MB");
  }
}
