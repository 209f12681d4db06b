package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.audio.MixFile;
import app.headroom.audio.Spool;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import app.headroom.player.Channel;
import app.headroom.player.Mix;
import app.headroom.player.Practice;
import app.headroom.player.Waveform;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import app.headroom.player.Workshop.Opened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stems decoded and mixes written by real worker processes. */
class StemWorkshopTest {

  private static final int FRAMES = 44_100 + 4321;
  private static final TrackTags TAGS =
      new TrackTags("Harbour Lights", "Marlow", "Ebb", null, "3", "2024", null);

  @TempDir Path folder = Path.of("");
  private @Nullable WorkshopBench made;

  @BeforeEach
  void open() throws IOException {
    made = new WorkshopBench(folder);
  }

  private WorkshopBench workshop() {
    return Objects.requireNonNull(made);
  }

  @AfterEach
  void close() {
    workshop().close();
  }

  /** Two stems: a tone left of the middle, and a higher one on the right. */
  private static float sample(int stem, int side, int frame) {
    double level = side == stem ? 0.45 : 0.1;
    return (float) (level * Math.sin(2 * Math.PI * 220 * (stem + 1) * frame / 44_100));
  }

  private Path stem(int stem, OutputFormat format) throws Exception {
    Path file = folder.resolve("stem" + stem + "." + format.extension());
    Spool none = new Spool(folder.resolve("none"));
    try (MixFile made =
        MixFile.create(
            new MixFile.Order(
                JobId.random(), file, format, FRAMES, TAGS, "Stem " + stem, none, false))) {
      float[] samples = new float[2 * FRAMES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = sample(stem, i % 2, i / 2);
      }
      made.append(samples, FRAMES);
      made.publish();
    }
    return file;
  }

  private List<Path> stems(OutputFormat format) throws Exception {
    return List.of(stem(0, format), stem(1, format));
  }

  private Opened unpacked(List<Path> files) throws Exception {
    Opened opened = workshop().unpack(files, FRAMES);
    assertThat(workshop().last()).isEqualTo(new News.Done(1));
    return opened;
  }

  @ParameterizedTest
  @Tag("slow")
  @EnumSource(OutputFormat.class)
  void stemsOfEveryFormatAreUnpackedSideBySideFrameForFrame(OutputFormat format) throws Exception {
    Opened opened = unpacked(stems(format));
    assertThat(opened.stems().readyFrames()).isEqualTo(FRAMES);
    float[] frames = new float[FRAMES * 4];
    opened.stems().read(0, FRAMES, frames);
    opened.stems().close();
    double error = 0;
    double signal = 0;
    for (int i = 0; i < frames.length; i++) {
      double expected = sample(i % 4 / 2, i % 2, i / 4);
      signal += expected * expected;
      error += (frames[i] - expected) * (frames[i] - expected);
    }
    double decibels = 10 * Math.log10(signal / error);
    assertThat(decibels).as(format + ": signal to error, dB").isGreaterThan(leastDb(format));
    Waveform waveform = opened.waveform().read();
    assertThat(waveform.known()).isEqualTo(1);
    assertThat(waveform.peak(0, 0.2, 0.8)).isCloseTo(0.45, within(0.03));
  }

  private static double leastDb(OutputFormat format) {
    return switch (format) {
      case WAV32F -> 140;
      case WAV24, FLAC, ALAC -> 120;
      case WAV16 -> 75;
      case MP3, AAC, OPUS -> 25;
    };
  }

  @Test
  void aMinusOneIsTheMixLessTheStem() throws Exception {
    Opened opened = unpacked(stems(OutputFormat.WAV32F));
    Mix mix = Mix.neutral(2).with(1, channel -> channel.withMute(true));
    Path target = folder.resolve("minus.wav");
    News end = export(opened, mix, Practice.AS_RECORDED, OutputFormat.WAV32F, target, false);
    assertThat(end).isEqualTo(new News.Done(1));
    float[] written = samples(target);
    assertThat(written).hasSize(2 * FRAMES);
    for (int i = 0; i < written.length; i++) {
      float sum = sample(0, i % 2, i / 2) + sample(1, i % 2, i / 2);
      assertThat(written[i]).isCloseTo(sum - sample(1, i % 2, i / 2), within(1e-6f));
    }
  }

  @Test
  void levelPanTempoAndPitchGoIntoTheFile() throws Exception {
    Opened opened = unpacked(stems(OutputFormat.WAV32F));
    Mix mix = new Mix(List.of(new Channel(-6, 1, false, false), Channel.NEUTRAL.withMute(true)));
    Practice practice = new Practice(0.8, 3);
    Path target = folder.resolve("practice.wav");
    export(opened, mix, practice, OutputFormat.WAV32F, target, false);
    float[] written = samples(target);
    assertThat(written.length / 2).isEqualTo((int) practice.framesOf(FRAMES));
    int crossings = 0;
    for (int frame = 10_001; frame < 50_000; frame++) {
      assertThat(written[2 * frame]).as("left of a stem on the right").isZero();
      crossings += written[2 * frame - 1] < 0 && written[2 * frame + 1] >= 0 ? 1 : 0;
    }
    assertThat(crossings * 44_100 / 40_000.0).isCloseTo(220 * practice.pitch(), within(3.0));
  }

  @Test
  void whatWouldClipIsLoweredAndTold() throws Exception {
    Opened opened = unpacked(stems(OutputFormat.WAV32F));
    Mix loud =
        Mix.neutral(2)
            .with(0, channel -> channel.withLevel(6))
            .with(1, channel -> channel.withLevel(6));
    News end =
        export(
            opened,
            loud,
            Practice.AS_RECORDED,
            OutputFormat.WAV16,
            folder.resolve("loud.wav"),
            false);
    assertThat(end).isInstanceOf(News.Done.class);
    assertThat(((News.Done) end).gain()).isLessThan(1);
  }

  @ParameterizedTest
  @Tag("slow")
  @EnumSource(OutputFormat.class)
  void aMixOfEveryFormatHasItsTagsAndLeavesNothingBeside(OutputFormat format) throws Exception {
    Opened opened = unpacked(stems(OutputFormat.FLAC));
    Path target = Files.createDirectory(folder.resolve("mixes")).resolve("m." + format.extension());
    News end = export(opened, Mix.neutral(2), Practice.AS_RECORDED, format, target, false);
    assertThat(end).isInstanceOf(News.Done.class);
    try (Stream<Path> files = Files.list(folder.resolve("mixes"))) {
      assertThat(files).containsExactly(target);
    }
    Opened again = unpacked(List.of(target));
    assertThat(again.stems().readyFrames()).isEqualTo(FRAMES);
  }

  @Test
  void aFileThatIsThereIsNotReplacedUnasked() throws Exception {
    Opened opened = unpacked(stems(OutputFormat.WAV16));
    Path target = Files.writeString(folder.resolve("mine.flac"), "mine");
    News refused =
        export(opened, Mix.neutral(2), Practice.AS_RECORDED, OutputFormat.FLAC, target, false);
    assertThat(refused).isInstanceOf(News.Failed.class);
    assertThat(((News.Failed) refused).failure()).isInstanceOf(JobFailure.OutputExists.class);
    assertThat(target).hasContent("mine");
    News agreed =
        export(opened, Mix.neutral(2), Practice.AS_RECORDED, OutputFormat.FLAC, target, true);
    assertThat(agreed).isInstanceOf(News.Done.class);
    assertThat(Files.size(target)).isGreaterThan(1000);
  }

  @Test
  void stemsThatCannotBeDecodedAreToldInWords() throws Exception {
    Path text = Files.writeString(folder.resolve("stem0.flac"), "no sound");
    Opened _ = workshop().unpack(List.of(text), FRAMES);
    News end = workshop().last();
    assertThat(end).isInstanceOf(News.Failed.class);
    assertThat(((News.Failed) end).failure()).isInstanceOf(JobFailure.UnreadableAudio.class);
  }

  @Test
  void anotherSongTakesTheFirstOnesPlaceOnTheDisk() throws Exception {
    Opened first = unpacked(stems(OutputFormat.FLAC));
    assertThat(first.spool()).exists();
    Opened second = unpacked(List.of(folder.resolve("stem0.flac")));
    assertThat(first.spool()).doesNotExist();
    workshop().close();
    assertThat(second.spool()).doesNotExist();
  }

  private News export(
      Opened opened,
      Mix mix,
      Practice practice,
      OutputFormat format,
      Path target,
      boolean overwrite)
      throws Exception {
    workshop()
        .export(
            new Workshop.Export(
                opened.spool(), FRAMES, mix, practice, format, target, TAGS, "Title", overwrite));
    return workshop().last();
  }

  /** Of a float WAV. */
  private float[] samples(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = 12;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.getInt(at) != 0x61746164) {
      at += 8 + buffer.getInt(at + 4) + (buffer.getInt(at + 4) & 1);
    }
    float[] samples = new float[buffer.getInt(at + 4) / 4];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = buffer.getFloat(at + 8 + 4 * i);
    }
    return samples;
  }
}
