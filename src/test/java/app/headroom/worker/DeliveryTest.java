package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Delivery;
import app.headroom.job.Extras;
import app.headroom.job.HandOff;
import app.headroom.job.MixMatch;
import app.headroom.job.Residual;
import app.headroom.job.SegmentLength;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real separation with all that stems can come with. */
@Timeout(300)
class DeliveryTest {

  @TempDir Path folder;

  private End run(Workplace place, Delivery delivery) throws Exception {
    RecordingListener listener = new RecordingListener();
    place.launcher.launch(place.order(SegmentLength.SHORTEST, delivery), listener);
    return listener.awaitEnd();
  }

  @ParameterizedTest
  @EnumSource(names = {"STEM", "SHARE"})
  void theStemsSumToTheSong(Residual residual) throws Exception {
    Workplace place = new Workplace(folder);
    End end = run(place, new Delivery(residual, EnumSet.allOf(HandOff.class), true));

    assertThat(end)
        .isInstanceOfSatisfying(
            End.Finished.class,
            finished -> {
              Extras extras = finished.extras();
              MixMatch match = Objects.requireNonNull(extras.match());
              assertThat(match.writtenDb()).isNotNull().isLessThan(-90);
              assertThat(match.separatedDb()).isBetween(-60.0, -5.0);
              assertThat(finished.stems()).hasSize(residual == Residual.STEM ? 5 : 4);
              assertThat(extras.handOffs()).containsOnlyKeys(EnumSet.allOf(HandOff.class));
              assertThat(extras.handOffs().values()).allMatch(Files::exists);
            });
    assertThat(Workplace.filesBelow(place.out))
        .contains(
            "htdemucs/song/drums.wav",
            "htdemucs/song/song.dawproject",
            "htdemucs/song/song.rpp",
            "htdemucs/song/song.stem.mp4")
        .hasSize(residual == Residual.STEM ? 8 : 7);
    assertThat(sumDb(place, (End.Finished) end)).isLessThan(-90);
  }

  @Test
  void aHandOffInTheWayIsSaidBeforeTheStart() throws Exception {
    Workplace place = new Workplace(folder);
    Files.createDirectories(place.stemFolder());
    Path mine = Files.writeString(place.stemFolder().resolve("song.rpp"), "mine");
    assertThat(run(place, new Delivery(Residual.NONE, EnumSet.of(HandOff.REAPER), false)))
        .isInstanceOf(End.Failed.class);
    assertThat(mine).hasContent("mine");
  }

  /** The files against the song: 32-bit float against 16-bit. */
  private static double sumDb(Workplace place, End.Finished finished) throws Exception {
    int samples = Workplace.SONG_SECONDS * 44_100 * 2;
    double[] sum = new double[samples];
    for (Path stem : finished.stems().values()) {
      ByteBuffer wav = wav(stem);
      for (int i = 0; i < samples; i++) {
        sum[i] += wav.getFloat();
      }
    }
    ByteBuffer song = wav(place.song);
    double signal = 0;
    double error = 0;
    for (double sample : sum) {
      double expected = song.getShort() / 32768.0;
      signal += expected * expected;
      error += (sample - expected) * (sample - expected);
    }
    return 10 * Math.log10(error / signal);
  }

  /** At its first sample. */
  private static ByteBuffer wav(Path file) throws Exception {
    ByteBuffer wav = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 12;
    while (wav.getInt(at) != 0x61746164) { // "data"
      at += 8 + wav.getInt(at + 4);
    }
    return wav.position(at + 8);
  }
}
