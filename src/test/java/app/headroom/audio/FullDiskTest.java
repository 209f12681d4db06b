package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.ClipMode;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Residual;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a disk of two megabytes, and on one that is read-only. */
class FullDiskTest {

  private static final List<Stem> STEMS = List.of(Stem.VOCALS, Stem.OTHER);

  @TempDir Path folder;
  private Path small;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", small.toString()),
        "SKIPPED: no small disk can be mounted here");
  }

  @AfterEach
  void unmountSmallDisk() throws Exception {
    command("umount", small.toString());
  }

  private static boolean command(String... words) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void decoding() throws Exception {
    Path song = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 16, Sounds.music(400_000, 2, 1));
    JobFailure failure =
        catchThrowableOfType(
                AudioException.class, () -> Decoder.decode(song, new Spool(small), Watch.NONE))
            .failure();
    assertThat(failure).isInstanceOf(JobFailure.DiskFull.class);
    JobFailure.DiskFull full = (JobFailure.DiskFull) failure;
    assertThat(full.folder()).isEqualTo(small);
    assertThat(full.neededBytes()).isEqualTo(400_000 * 8);
    assertThat(full.freeBytes()).isLessThan(2 << 20);
  }

  @Test
  void separating() throws Exception {
    try (StemWriter writer = StemWriter.create(new Spool(small), 4)) {
      IOException e =
          catchThrowableOfType(
              IOException.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  writer.append(new float[8 * 4096], 4096);
                }
              });
      assertThat(DiskSpace.isFull(e)).isTrue();
    }
  }

  private StemExport.Order order(OutputFormat format, Path output)
      throws IOException, AudioException {
    Path song = Sounds.wav(folder.resolve("a.wav"), 44_100, 2, 16, Sounds.music(600_000, 2, 1));
    Spool spool = Sounds.spool(folder);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    StemPeaks peaks;
    float[] mix = Sounds.floats(spool.source());
    float[] frames = new float[2 * mix.length];
    for (int i = 0; i < mix.length; i++) {
      frames[(i / 2) * 4 + i % 2] = mix[i];
      frames[(i / 2) * 4 + 2 + i % 2] = mix[i];
    }
    try (StemWriter writer = StemWriter.create(spool, 2)) {
      writer.append(frames, mix.length / 2);
      peaks = writer.peaks();
    }
    Map<String, Path> files = new LinkedHashMap<>();
    STEMS.forEach(stem -> files.put(stem.id(), output.resolve("a/" + stem.id() + ".x")));
    return new StemExport.Order(
        JobId.random(),
        song,
        spool,
        source,
        STEMS,
        peaks,
        StemSelection.all(),
        Residual.NONE,
        format,
        ClipMode.RESCALE,
        OutputRate.HZ_44100,
        "a",
        Music.UNKNOWN,
        output,
        files,
        false,
        2);
  }

  @ParameterizedTest
  @EnumSource(names = {"WAV16", "FLAC", "MP3", "ALAC"})
  void encoding(OutputFormat format) throws Exception {
    // A part of the small disk is taken, so that lossy files do not fit either.
    Path filler = Files.write(small.resolve("filler"), new byte[1_800_000]);
    StemExport.Order order = order(format, small);
    JobFailure failure =
        catchThrowableOfType(AudioException.class, () -> StemExport.write(order, Watch.NONE))
            .failure();
    assertThat(failure).isInstanceOf(JobFailure.DiskFull.class);
    assertThat(((JobFailure.DiskFull) failure).neededBytes()).isGreaterThan(500_000);
    assertThat(list(small)).containsExactly(filler);
  }

  @Test
  void toldBeforeTheStart() {
    JobFailure failure =
        catchThrowableOfType(
                AudioException.class,
                () ->
                    Publisher.check(small, List.of(small.resolve("a/vocals.wav")), false, 3 << 20))
            .failure();
    assertThat(failure).isInstanceOf(JobFailure.DiskFull.class);
  }

  @Test
  void readOnly() throws Exception {
    assumeTrue(command("mount", "-o", "remount,ro", small.toString()), "SKIPPED: cannot remount");
    JobFailure early =
        catchThrowableOfType(
                AudioException.class,
                () -> Publisher.check(small, List.of(small.resolve("a/vocals.wav")), false, 0))
            .failure();
    assertThat(early).isEqualTo(new JobFailure.OutputNotWritable(small, "the disk is read-only"));
    StemExport.Order order = order(OutputFormat.WAV16, small.resolve("deeper"));
    JobFailure late =
        catchThrowableOfType(AudioException.class, () -> StemExport.write(order, Watch.NONE))
            .failure();
    assertThat(late)
        .isEqualTo(
            new JobFailure.OutputNotWritable(small.resolve("deeper"), "the disk is read-only"));
  }
}
