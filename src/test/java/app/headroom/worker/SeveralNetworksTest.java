package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.audio.Spool;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.protocol.WorkerCommand.Pass;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener.End;
import app.headroom.supervisor.Graphs;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.TestModel;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of two networks, one after the other over the whole song. Both have the real model's
 * weights, so that it must give the same as the real model alone.
 */
@Tag("slow")
@Timeout(300)
class SeveralNetworksTest {

  private static Map<String, byte[]> expected = Map.of();

  @TempDir Path folder;

  private Workplace place(String name) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    return new Workplace(own, own.resolve("spool"), model());
  }

  private static Graphs.Answer.Present model() throws IOException {
    return new Graphs.Answer.Present(
        List.of(
            new Pass(
                TestModel.graph(Precision.INT8, List.of(3, 1)), List.of(Stem.VOCALS, Stem.BASS)),
            new Pass(
                TestModel.graph(Precision.INT8, List.of(0, 2)), List.of(Stem.DRUMS, Stem.OTHER))),
        Workplace.STEMS);
  }

  @BeforeAll
  static void separateWithoutInterruption(@TempDir Path folder) throws Exception {
    Workplace place = new Workplace(folder, folder.resolve("spool"), model());
    RecordingListener listener = place.run();
    expected = Workplace.stems(listener.awaitEnd());
    assertThat(listener.heard)
        .as("both passes count")
        .contains(
            "segment 21498/176400 of 57330",
            "segment 88200/176400 of 57330",
            "segment 109698/176400 of 57330",
            "segment 176400/176400 of 57330");
    assertThat(listener.heard.stream().filter("progress loading 0/0"::equals)).hasSize(2);
  }

  @Test
  void givesTheSameAsOneNetworkOfAllStems() throws Exception {
    Workplace alone = new Workplace(Files.createDirectories(folder.resolve("alone")));
    Map<String, byte[]> stems = Workplace.stems(alone.run().awaitEnd());
    assertThat(expected).containsOnlyKeys(stems.keySet());
    stems.forEach(
        (stem, bytes) ->
            assertThat(
                    SeparatingWorkerTest.signalToErrorDb(
                        bytes, expected.getOrDefault(stem, new byte[0])))
                .as(stem)
                .isGreaterThan(90));
  }

  /** In the first pass, right behind it, and in the second. */
  @Test
  void goesOnAfterAKillInAnyPass() throws Exception {
    for (String moment :
        List.of("segment 42997/", "segment 88200/", "progress loading", "segment 131197/")) {
      Workplace place = place("at " + moment.replace('/', ' '));
      RecordingListener first = new RecordingListener();
      RunningWorker worker = place.start(first);
      first.await(moment);
      worker.kill(new KillCause.Requested());
      assertThat(first.awaitEnd()).isEqualTo(new End.Killed(new KillCause.Requested()));
      Path stems = new Spool(place.spool()).stems();
      long frames = Workplace.SONG_SECONDS * 44_100L;
      assertThat(Files.exists(stems) ? Files.size(stems) : 0)
          .as("no more on the disk than with one network")
          .isLessThanOrEqualTo(frames * 4 * 2 * Float.BYTES);

      RecordingListener second = place.run();
      assertThat(second.heard).as(moment).anyMatch(words -> words.startsWith("resumed "));
      Map<String, byte[]> after = Workplace.stems(second.awaitEnd());
      expected.forEach(
          (stem, bytes) -> assertThat(after.get(stem)).as(moment + ", " + stem).isEqualTo(bytes));
    }
  }
}
