package app.headroom.ui.memory;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.Tier;
import app.headroom.queue.Happening;
import app.headroom.queue.QueueEvent;
import app.headroom.ui.common.Messages;
import app.headroom.ui.memory.MemoryHistory.Mark;
import app.headroom.ui.memory.MemoryHistory.MarkKind;
import app.headroom.ui.scripted.Song;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Every action has its mark, with its cause in words. */
class MemoryModelTest {

  private static final Song HARBOUR = new Song("Harbour Lights", "Marlow & the Tide", 252);

  private static final List<Happening> HAPPENED =
      List.of(
          new Happening.Crashed(new JobFailure.WorkerCrashed(137, "").what(), true),
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
