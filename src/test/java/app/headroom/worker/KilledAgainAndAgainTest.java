package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class KilledAgainAndAgainTest {

  private static final int KILLS = 50;
  private static final int EVENTS_OF_A_WHOLE_JOB = 14;

  /** SIGKILL at random moments, from the start of the process to the publication of the stems. */
  @Test
  void everyJobEndsWithTheSameStems(@TempDir Path folder) throws Exception {
    Workplace undisturbed = new Workplace(Files.createDirectory(folder.resolve("u")));
    Map<String, byte[]> expected = Workplace.stems(undisturbed.run().awaitEnd());

    long seed = 20261122;
    Random random = new Random(seed);
    int kills = 0;
    for (int job = 0; kills < KILLS; job++) {
      Workplace place = new Workplace(Files.createDirectory(folder.resolve("job" + job)));
      End end;
      do {
        RecordingListener listener = new RecordingListener();
        RunningWorker worker = place.start(listener);
        int events = random.nextInt(EVENTS_OF_A_WHOLE_JOB);
        long nanos = random.nextLong(200_000_000);
        listener.awaitCount(events);
        long from = System.nanoTime();
        while (System.nanoTime() - from < nanos && listener.ends.isEmpty()) {
          Thread.onSpinWait();
        }
        worker.kill(new KillCause.Requested());
        end = listener.awaitEnd();
        if (end instanceof End.Killed) {
          kills++;
        }
      } while (!(end instanceof End.Finished));
      Map<String, byte[]> stems = Workplace.stems(end);
      for (Map.Entry<String, byte[]> stem : expected.entrySet()) {
        assertThat(stems.get(stem.getKey()))
            .as("seed %d, job %d, %s", seed, job, stem.getKey())
            .isEqualTo(stem.getValue());
      }
      assertThat(Workplace.filesBelow(place.out)).as("seed %d, job %d", seed, job).hasSize(4);
      JobSpool.discard(place.spool());
      assertThat(place.spool()).doesNotExist();
    }
  }
}
