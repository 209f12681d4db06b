package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.JobFailure;
import app.headroom.job.Music;
import app.headroom.job.Provider;
import app.headroom.job.Stem;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a segment while the network is at the next: all of it, once and in order. */
@Timeout(120)
class BesideTheNetworkTest {

  private static final int SONG_SECONDS = 10;

  private static Map<String, byte[]> stems = Map.of();
  private static Music music = Music.UNKNOWN;
  private static List<Long> segments = List.of();

  @TempDir Path folder;
  private Workplace place;

  @BeforeAll
  static void separateUndisturbed(@TempDir Path folder) throws IOException {
    LocalJob job = new LocalJob(workplace(folder));
    WorkerEvent end = job.run(new QuarterNetwork(Provider.CPU));
    stems = LocalJob.stems(end);
    music = LocalJob.finished(end).extras().music();
    segments = job.segments();
    assertThat(segments).hasSizeGreaterThan(8).isSorted();
    assertThat(music.tempoBpm()).isNotNull();
    assertThat(music.key()).isNotNull();
  }

  private static Workplace workplace(Path folder) throws IOException {
    Workplace place = new Workplace(folder);
    SynthesisedSong.write(place.song, SONG_SECONDS);
    return place;
  }

  @BeforeEach
  void open() throws IOException {
    place = workplace(folder);
  }

  /** Of some of the four, and something that happens within its runs. */
  private static final class Network implements StemNetwork {

    private final int stems;
    private final IntConsumer beforeRun;
    private int runs;

    Network(int stems, IntConsumer beforeRun) {
      this.stems = stems;
      this.beforeRun = beforeRun;
    }

    @Override
    public int stems() {
      return stems;
    }

    @Override
    public void separate(FloatBuffer mix, int frames, FloatBuffer out) {
      beforeRun.accept(++runs);
      for (int i = 0; i < 2 * stems * frames; i++) {
        out.put(i, mix.get(i % (2 * frames)) / 4);
      }
    }

    @Override
    public void trim() {}

    @Override
    public void close() {}
  }

  @Test
  void howeverOftenItIsStoppedStemsTempoAndKeyAreTheSame() throws IOException {
    WorkerEvent end = new WorkerEvent.Stopped(0);
    int lives = 0;
    while (end instanceof WorkerEvent.Stopped) {
      assertThat(++lives).isLessThan(10);
      LocalJob job = new LocalJob(place);
      end =
          job.run(
              new Network(
                  4,
                  run -> {
                    if (run == 3) {
                      job.steering.take(new WorkerCommand.Stop());
                    }
                  }));
    }
    assertThat(lives).isGreaterThan(2);
    assertUndisturbed(end);
  }

  @Test
  void cleaningUpBetweenSegmentsTakesNothingThatIsStillNeeded() throws IOException {
    LocalJob job = new LocalJob(place);
    assertUndisturbed(job.run(new Network(4, _ -> job.steering.take(new WorkerCommand.CleanUp()))));
    assertThat(job.segments()).isEqualTo(segments);
    assertThat(job.events).contains(new WorkerEvent.CleanedUp());
  }

  @Test
  void aPlaceThatCannotBeKeptFailsTheJobAndNothingIsLost() throws IOException {
    LocalJob first = new LocalJob(place);
    Path inTheWay = place.spool().resolve("checkpoint.json.part");
    WorkerEvent end =
        first.run(
            new Network(
                4,
                run -> {
                  if (run == 5) {
                    createDirectory(inTheWay);
                  }
                }));
    assertThat(end)
        .isInstanceOfSatisfying(
            WorkerEvent.Failed.class,
            failed ->
                assertThat(failed.failure()).isInstanceOf(JobFailure.OutputNotWritable.class));
    assertThat(first.segments()).isEqualTo(segments.subList(0, first.segments().size()));
    assertThat(first.segments()).hasSizeBetween(3, 4);

    Files.delete(inTheWay);
    LocalJob second = new LocalJob(place);
    assertUndisturbed(second.run(new QuarterNetwork(Provider.CPU)));
    assertThat(second.events).anyMatch(WorkerEvent.Resumed.class::isInstance);
    assertThat(second.segments())
        .isEqualTo(segments.subList(first.segments().size(), segments.size()));
  }

  /** The first pass leaves silence where the second one's stems will be. */
  @Test
  void ofSeveralPassesTheWholeFramesAreHeard() throws IOException {
    LocalJob job = new LocalJob(place);
    List<WorkerCommand.Pass> passes =
        List.of(
            new WorkerCommand.Pass(job.graph("first"), List.of(Stem.VOCALS, Stem.BASS)),
            new WorkerCommand.Pass(job.graph("second"), List.of(Stem.OTHER, Stem.DRUMS)));
    assertUndisturbed(job.run(passes, (_, _) -> new Network(2, _ -> {})));
  }

  private static void createDirectory(Path folder) {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertUndisturbed(WorkerEvent end) throws IOException {
    assertThat(LocalJob.finished(end).extras().music()).isEqualTo(music);
    Map<String, byte[]> actual = LocalJob.stems(end);
    assertThat(actual).containsOnlyKeys(stems.keySet());
    stems.forEach((stem, bytes) -> assertThat(actual.get(stem)).as(stem).isEqualTo(bytes));
  }
}
