package app.headroom.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Capacity;
import app.headroom.memory.Forecast;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import app.headroom.memory.SystemSignal;
import app.headroom.memory.Tier;
import app.headroom.memory.TreeMemory;
import app.headroom.queue.Happening;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueEvent;
import app.headroom.ui.common.Messages;
import app.headroom.ui.memory.MemoryHistory.Mark;
import app.headroom.ui.memory.MemoryHistory.MarkKind;
import app.headroom.ui.scripted.Song;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every action has its mark, with its cause in words. */
class MemoryModelTest {

  private static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);

  private static final List<Happening> HAPPENED =
      List.of(
          new Happening.Crashed(
              new JobFailure.WorkerCrashed(137, "").what(), Happening.Next.GOES_ON),
          new Happening.WentOn(Happening.After.CRASH, 44_100 * 62),
          new Happening.Paused(),
          new Happening.WentOn(Happening.After.PAUSE, 44_100 * 62),
          new Happening.WentOn(Happening.After.KILL, 44_100 * 62),
          new Happening.WentOn(Happening.After.FAILURE, 44_100 * 62),
          new Happening.WentOn(Happening.After.RESTART, 44_100 * 62));

  @Test
  void crashesPausesAndRestartsHaveTheirMarks() {
    assertThat(marks(Locale.ENGLISH))
        .extracting(Mark::kind)
        .containsExactly(
            MarkKind.KILLED,
            MarkKind.RESUMED,
            MarkKind.PAUSED,
            MarkKind.RESUMED,
            MarkKind.RESUMED,
            MarkKind.RESUMED,
            MarkKind.RESUMED);
    assertThat(marks(Locale.ENGLISH))
        .extracting(mark -> mark.text().replaceFirst("^[0-9]+:[0-9]{2}: ", ""))
        .startsWith(
            "Harbour Lights goes on from its last segment; the separating process ended"
                + " unexpectedly (exit code 137)",
            "Harbour Lights goes on at 1:02, because its process had ended before it was done",
            "Harbour Lights was paused by hand; its place is kept")
        .endsWith("Harbour Lights goes on at 1:02, because Headroom was started again");
  }

  @Test
  void inTheWindowsLanguage() {
    assertThat(marks(Locale.GERMAN))
        .extracting(Mark::text)
        .allMatch(text -> text.contains("Harbour Lights"))
        .noneMatch(text -> text.contains("because") || text.contains("process"));
  }

  @Test
  void theCardDoesNotPromiseSegmentsWhileSongsAreParked() {
    JobSnapshot parked = HARBOUR.parked(0.3, "memory at 91 %");
    assertThat(reason(Tier.NORMAL)).isEqualTo("Nothing is being separated.");
    assertThat(reason(Tier.CRITICAL, parked))
        .isEqualTo(
            "Nothing is being separated until memory is free again; songs then go on by"
                + " themselves.");
    assertThat(reason(Tier.NORMAL, parked))
        .isEqualTo("Nothing is being separated now; parked songs go on by themselves.");
  }

  @Test
  void theCardSaysWhySegmentsAreAsLongAsTheyAre() {
    JobSnapshot usual = HARBOUR.running(0.3, 6, 5.85, 430 * Song.MB);
    JobSnapshot shorter = HARBOUR.running(0.3, 6, 3.9, 380 * Song.MB);
    assertThat(reason(Tier.NORMAL, usual)).isEqualTo("The default length.");
    assertThat(reason(Tier.NORMAL, shorter)).isEqualTo("The longest that fit the memory there is.");
    assertThat(reason(Tier.NORMAL, usual, shorter)).as("of several kinds").isEmpty();
  }

  @Test
  void theBudgetSaysThatNoSongFitsWhileMemoryIsCritical() {
    Forecast forecast = new Forecast(SegmentLength.SHORTEST, 300 * Song.MB, null, null);
    BudgetModel budget =
        new BudgetModel(
            new Messages(Locale.ENGLISH),
            new BudgetScale(300 * Song.MB, 8_000 * Song.MB),
            () -> new Outlook(forecast, 5_000 * Song.MB, null),
            bytes -> {
              throw new AssertionError(bytes);
            });
    budget.follow(600 * Song.MB, 4_096 * Song.MB, 3, Tier.NORMAL);
    assertThat(budget.effect().get()).endsWith("3 songs fit");
    budget.follow(600 * Song.MB, 4_096 * Song.MB, 3, Tier.CRITICAL);
    assertThat(budget.effect().get()).endsWith("none fits now");
  }

  private static String reason(Tier tier, JobSnapshot... jobs) {
    MemoryModel model = new MemoryModel(new Messages(Locale.ENGLISH), new MemoryHistory());
    TreeMemory own = new TreeMemory(180 * Song.MB, null, 1);
    model.sampled(
        new MemorySample(
            Song.NOW,
            new Capacity(8_000 * Song.MB, 1_000 * Song.MB),
            null,
            0,
            0,
            null,
            SystemSignal.NONE,
            own,
            Map.of(),
            List.of()));
    model.apply(List.of(jobs), MemoryPolicy.DEFAULT, tier, List.of());
    return Objects.requireNonNull(model.face().get()).reason();
  }

  private static List<Mark> marks(Locale language) {
    MemoryHistory history = new MemoryHistory();
    List<QueueEvent> events =
        HAPPENED.stream()
            .<QueueEvent>map(what -> new QueueEvent.JobHappened(Song.NOW, HARBOUR.id(), what))
            .toList();
    new MemoryModel(new Messages(language), history)
        .apply(List.of(HARBOUR.waiting()), MemoryPolicy.DEFAULT, Tier.NORMAL, events);
    return history.marks();
  }
}
