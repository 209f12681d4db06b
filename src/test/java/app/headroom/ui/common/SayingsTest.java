package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.memory.Cause;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Stall;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said below the window can be said in every language. */
class SayingsTest {

  private static final Path SOURCES = Path.of("src/main/java/app/headroom");

  private final Sayings german = new Sayings(Locale.GERMAN);
  private final Sayings english = new Sayings(Locale.ENGLISH);

  @Test
  void bothLanguagesSayTheSameThings() {
    assertThat(bundle(Locale.GERMAN).keySet()).isEqualTo(bundle(Locale.ENGLISH).keySet());
  }

  @Test
  void aReasonWithinAReasonIsSaidToo() {
    assertThat(german.of("needs 0.6 GB, 0.4 GB free: memory at 78 % (chrome 4.1 GB)"))
        .isEqualTo("braucht 0,6 GB, frei sind 0,4 GB: Speicher bei 78 % (chrome 4,1 GB)");
  }

  @Test
  void englishStaysAsItIs() {
    String reason = "needs 0.6 GB, 0.4 GB free: memory at 78 % (chrome 4.1 GB)";
    assertThat(english.of(reason)).isEqualTo(reason);
  }

  @Test
  void whatIsNotKnownStaysAsItIs() {
    assertThat(german.of("something new")).isEqualTo("something new");
    assertThat(german.of("memory at ".repeat(1_000))).hasSize(10_000);
  }

  @Test
  void bracesInASentenceAreNoPlaces() {
    assertThat(german.of("the name template has {tempo}, which means nothing"))
        .isEqualTo("die Namensvorlage hat {tempo}, was nichts bedeutet");
    assertThat(german.of("the name template lacks {stem}, so all stems would be the same file"))
        .contains("{stem}");
  }

  @Test
  void whatHappenedToASongIsSaid() {
    assertThat(
            List.of(
                "the application ended while it was at it",
                "the separating process ended unexpectedly (exit code 137)",
                "resumed at 0:46"))
        .allMatch(german::knows);
  }

  @Test
  void everyCauseIsSaid() {
    ProgramMemory chrome = new ProgramMemory("chrome", 4_100_000_000L);
    List<Cause> causes =
        List.of(
            new Cause.Used(87, false, chrome),
            new Cause.Used(87, true, null),
            new Cause.Stalled(new Stall(12, 3), chrome),
            new Cause.Signalled(null),
            new Cause.Signalled(chrome),
            new Cause.OwnFootprint(1, 2),
            new Cause.OverBudget(1, 2));
    assertThat(causes).allSatisfy(cause -> assertThat(german.knows(cause.text())).isTrue());
    assertThat(german.of(causes.getFirst().text())).isEqualTo("Speicher bei 87 % (chrome 4,1 GB)");
  }

  @Test
  void whatASettingAllowsIsSaid() {
    List<String> unknown = new ArrayList<>();
    for (Setting<?> setting : Setting.all()) {
      String allowed = setting.kind().allowed();
      // these have lists to choose from in the window
      boolean chosen = allowed.contains("one of ") || allowed.startsWith("yes or no");
      if (!chosen
          && !german.knows(allowed)
          && !setting.equals(Setting.MODEL)
          && !setting.equals(Setting.SEGMENT)) {
        unknown.add(allowed);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void aPolicyThatContradictsItselfIsSaid() {
    MemoryPolicy.Tiers tiers = MemoryPolicy.DEFAULT.tiers();
    try {
      var _ =
          new MemoryPolicy.Tiers(
              90,
              80,
              tiers.highStallSomePercent(),
              tiers.criticalStallFullPercent(),
              tiers.leavePoints(),
              tiers.leaveSamples());
    } catch (IllegalArgumentException e) {
      assertThat(german.knows(String.valueOf(e.getMessage()))).as(e.getMessage()).isTrue();
      return;
    }
    throw new AssertionError("90 below 80 was taken");
  }

  @Test
  void aBudgetThatCannotBeHeldIsSaid() {
    String problem =
        "memory.limits.kill must be at least memory.limits.budget (2048 MB), not 1 GB;"
            + " memory.limits.budget counts as 1 GB";
    assertThat(german.of(problem))
        .isEqualTo(
            "memory.limits.kill muss mindestens memory.limits.budget (2048 MB) sein, nicht 1 GB;"
                + " memory.limits.budget gilt als 1 GB");
    for (Settings wrong :
        List.of(
            Settings.FALLBACKS.with(MemorySettings.BUDGET, 100_000_000L),
            Settings.FALLBACKS.with(MemorySettings.KILL, 500_000_000L))) {
      assertThatThrownBy(() -> MemorySettings.policy(wrong))
          .satisfies(e -> assertThat(german.knows(String.valueOf(e.getMessage()))).isTrue());
    }
  }

  /** A sentence in one of these sources that no language but English has fails the test. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "audio/Unreadable.java",
        "memory/Admission.java",
        "queue/Alarms.java",
        "cli/SongFinder.java"
      })
  void everySentenceOfTheSourceIsSaid(String source) {
    String text = read(SOURCES.resolve(source)).replaceAll("\"\\s*\\+\\s*\"", "");
    // what is joined from parts has a place where the part is
    text = text.replaceAll("\"\\s*\\+(?:[^\"{};](?!->))*?\\+\\s*\"", "9");
    List<String> unknown = new ArrayList<>();
    Matcher literal = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(\\s*\\+)?").matcher(text);
    while (literal.find()) {
      String words = literal.group(1);
      boolean sentence = words.matches("[A-Za-z][a-z']* .* .*");
      String whole = literal.group(2) == null ? words : words + "9";
      if (sentence && !logged(text, literal.start()) && !german.knows(whole)) {
        unknown.add(whole);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void theFailuresOfTheQueueAreSaid() {
    JobFailure small = new JobFailure.BudgetTooSmall(200_000_000, 330_000_000, null);
    JobFailure disk = new JobFailure.DiskFull(Path.of("/music"), 9_000_000, 1_000_000);
    assertThat(List.of(small.what(), small.remedy(), disk.what()))
        .allSatisfy(words -> assertThat(german.knows(words)).as(words).isTrue());
  }

  @Test
  void theWayOutOfARefusedCommandNamesWhatTheSettingsAreCalled() {
    JobFailure small = new JobFailure.BudgetTooSmall(4_096_000_000L, 4_500_000_000L, "python");
    for (Locale locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      Messages messages = new Messages(locale);
      assertThat(new FailureWords(messages).remedy(small))
          .contains(messages.text("settings.memory.kill"))
          .contains(messages.text("settings.memory.command-budget"))
          .contains(messages.figures().memory(4_500_000_000L));
    }
  }

  private static boolean logged(String text, int at) {
    int statement = Math.max(text.lastIndexOf(';', at), text.lastIndexOf('{', at));
    return text.substring(Math.max(0, statement), at).contains("LOG.");
  }

  private static ResourceBundle bundle(Locale locale) {
    return Messages.bundle("app.headroom.ui.common.sayings", locale);
  }

  private static String read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return String.join("\n", lines.filter(line -> !line.strip().startsWith("*")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
