package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Delivery;
import app.headroom.job.HandOff;
import app.headroom.job.Residual;
import app.headroom.job.SegmentLength;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while stems and hand-offs are encoded and get their final names. */
@Tag("slow")
@Timeout(600)
class KilledWhilePublishingTest {

  private static final long SEED = 20261122;
  private static final int JOBS = 2;
  private static final int KILLS_OF_A_JOB = 6;
  private static final long ENCODING_NANOS = 500_000_000;

  @TempDir private Path folder;

  private static WorkOrder order(Workplace place) {
    return place.order(
        SegmentLength.SHORTEST, new Delivery(Residual.NONE, EnumSet.allOf(HandOff.class), true));
  }

  /** What lies under final names, by path. */
  private static Map<String, byte[]> files(Workplace place) throws Exception {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : Workplace.filesBelow(place.out)) {
      if (!name.startsWith(".headroom-")) {
        files.put(name, Files.readAllBytes(place.out.resolve(name)));
      }
    }
    return files;
  }

  @Test
  void whatHasItsNameIsWholeAndTheJobIsCompleted() throws Exception {
    Workplace undisturbed = new Workplace(Files.createDirectory(folder.resolve("whole")));
    RecordingListener whole = new RecordingListener();
    undisturbed.launcher.launch(order(undisturbed), whole);
    assertThat(whole.awaitEnd()).isInstanceOf(End.Finished.class);
    Map<String, byte[]> expected = files(undisturbed);
    assertThat(expected).hasSize(7);

    Random random = new Random(SEED);
    int kills = 0;
    int named = 0;
    for (int job = 0; job < JOBS; job++) {
      Workplace place = new Workplace(Files.createDirectory(folder.resolve("job" + job)));
      End end = null;
      for (int attempt = 0; !(end instanceof End.Finished); attempt++) {
        RecordingListener listener = new RecordingListener();
        RunningWorker worker = place.launcher.launch(order(place), listener);
        if (attempt < KILLS_OF_A_JOB) {
          // once a name is given, no attempt encodes any more
          awaitMoment(place, listener, random, attempt > KILLS_OF_A_JOB / 2);
          worker.kill(new KillCause.Requested());
        }
        end = listener.awaitEnd();
        Map<String, byte[]> there = files(place);
        for (Map.Entry<String, byte[]> file : there.entrySet()) {
          assertThat(file.getValue())
              .as("seed %d, job %d, attempt %d, %s", SEED, job, attempt, file.getKey())
              .isEqualTo(expected.get(file.getKey()));
        }
        if (end instanceof End.Killed) {
          kills++;
          named += there.isEmpty() ? 0 : 1;
        }
      }
      assertThat(files(place)).as("seed %d, job %d", SEED, job).hasSameSizeAs(expected);
      try (Stream<Path> left = Files.list(place.out)) {
        assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("htdemucs");
      }
      try (Stream<Path> left = Files.list(place.spool())) {
        assertThat(left.map(Path::getFileName).map(Path::toString))
            .isSubsetOf("checkpoint.json", "waveform.peaks");
      }
      assertThat(((End.Finished) end).extras().handOffs())
          .as("seed %d, job %d", SEED, job)
          .containsOnlyKeys(EnumSet.allOf(HandOff.class));
    }
    System.out.printf("%d kills, %d of them with names given%n", kills, named);
    assertThat(kills).isGreaterThan(JOBS);
  }

  /** While something is encoded; or as soon as the first file has its name. */
  private static void awaitMoment(
      Workplace place, RecordingListener listener, Random random, boolean publishing)
      throws Exception {
    Path out = place.stemFolder();
    if (publishing) {
      while (listener.ends.isEmpty() && !hasFiles(out)) {
        Thread.onSpinWait();
      }
      return;
    }
    long nanos = random.nextLong(ENCODING_NANOS);
    while (listener.ends.isEmpty()
        && listener.heard.stream().noneMatch(words -> words.startsWith("progress encoding"))) {
      Thread.onSpinWait();
    }
    long from = System.nanoTime();
    while (listener.ends.isEmpty() && System.nanoTime() - from < nanos) {
      Thread.onSpinWait();
    }
  }

  private static boolean hasFiles(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && names.length > 0;
  }
}
