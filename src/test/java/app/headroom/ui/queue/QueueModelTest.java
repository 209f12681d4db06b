package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.JobSnapshot;
import app.headroom.ui.scripted.Song;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class QueueModelTest {

  private final QueueModel model = new QueueModel();

  @Test
  void aChangeOfOneSongTouchesItsRowAlone() {
    List<JobSnapshot> jobs = songs(2000);
    model.apply(jobs, null);
    List<SongRow> rows = List.copyOf(model.rows());
    int[] listChanges = {0};
    model.rows().addListener((ListChangeListener<SongRow>) _ -> listChanges[0]++);
    List<Integer> versions = rows.stream().map(row -> row.version().get()).toList();

    jobs.set(0, new Song("Song 0", null, 100).running(0.5, 1.9, 3.9, 1));
    model.apply(jobs, null);
    jobs.set(0, new Song("Song 0", null, 100).running(0.6, 1.9, 3.9, 1));
    model.apply(jobs, null);

    assertThat(listChanges[0]).isZero();
    assertThat(model.rows()).containsExactlyElementsOf(rows);
    assertThat(rows.get(0).version().get()).isEqualTo(versions.get(0) + 2);
    // one song fewer waits before the others: told once
    assertThat(rows.get(1999).version().get()).isEqualTo(versions.get(1999) + 1);
  }

  @Test
  void aModelInItsPlaceGoesOnWithTheSongsItHasAndNoOthers() {
    List<JobSnapshot> jobs = songs(3);
    model.apply(jobs, null);
    model.rows().getFirst().sampled(300, 600);
    List<SongRow> rows = List.copyOf(model.rows());
    QueueModel next = model.successor();
    assertThat(next.rows()).isEmpty();
    next.apply(jobs.subList(0, 2), null);
    assertThat(next.rows()).containsExactlyElementsOf(rows.subList(0, 2));
    assertThat(next.rows().getFirst().memory().shares()).containsExactly(0.5f);
    next.apply(jobs, null);
    assertThat(next.rows().get(2)).as("it was gone").isNotSameAs(rows.get(2));
  }

  @Test
  void rowsFollowTheQueueWhateverHappensToIt() {
    long seed = 20_260_504;
    Random random = new Random(seed);
    List<JobSnapshot> jobs = new ArrayList<>();
    int made = 0;
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          for (int i = random.nextInt(5); i >= 0; i--) {
            jobs.add(new Song("Song " + made++, null, 100).waiting());
          }
        }
        case 1 -> jobs.removeIf(_ -> random.nextInt(4) == 0);
        case 2 -> Collections.shuffle(jobs, random);
        default -> {
          if (!jobs.isEmpty()) {
            jobs.add(0, jobs.removeLast());
          }
        }
      }
      model.apply(List.copyOf(jobs), null);
      assertThat(model.rows().stream().map(SongRow::job).toList())
          .as("seed %d, step %d", seed, step)
          .isEqualTo(jobs);
      assertThat(model.counts().get().all()).isEqualTo(jobs.size());
    }
  }

  @Test
  void aSongKeepsItsRowWhenItMoves() {
    List<JobSnapshot> jobs = songs(5);
    model.apply(jobs, null);
    SongRow last = model.rows().getLast();
    Collections.rotate(jobs, 1);
    model.apply(jobs, null);
    assertThat(model.rows().getFirst()).isSameAs(last);
  }

  private static List<JobSnapshot> songs(int count) {
    List<JobSnapshot> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(new Song("Song " + i, null, 100).waiting());
    }
    return jobs;
  }
}
