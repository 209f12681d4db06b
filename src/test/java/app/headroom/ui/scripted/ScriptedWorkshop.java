package app.headroom.ui.scripted;

import app.headroom.audio.Spool;
import app.headroom.audio.StemPeaks;
import app.headroom.audio.StemWriter;
import app.headroom.job.JobId;
import app.headroom.job.Stem;
import app.headroom.player.SpoolStems;
import app.headroom.player.Waveform;
import app.headroom.player.WaveformReader;
import app.headroom.player.Workshop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Spools with a waveform that looks like music, and, for songs of seconds, with sound in them: a
 * tone for each stem. What it is asked to export it remembers, and reports on as it is told.
 */
public final class ScriptedWorkshop implements Workshop {

  /** Longer songs are only looked at. */
  private static final long MOST_SOUNDING_FRAMES = 20 * 44_100;

  public final List<Export> exports = new CopyOnWriteArrayList<>();
  public volatile boolean keepsWaveforms = true;
  public volatile int passes = 1;
  public volatile List<Stem> stems = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);
  private @Nullable Path folder;
  private @Nullable Consumer<News> exporting;

  @Override
  public Layout layout(String model) {
    return new Layout(stems, passes);
  }

  @Override
  public Opened separating(JobId job, int count, long totalFrames) {
    return opened(job, count, totalFrames);
  }

  @Override
  public Opened unpack(JobId job, List<Path> files, long totalFrames, Consumer<News> listener) {
    Opened opened = opened(job, files.size(), totalFrames);
    opened.stems().ready(totalFrames);
    listener.accept(new News.Progress(0.5));
    listener.accept(new News.Done(1));
    return opened;
  }

  @Override
  public Optional<Waveform> waveform(JobId job) {
    if (!keepsWaveforms) {
      return Optional.empty();
    }
    try {
      Spool spool = spool(job, stems.size(), 200 * 44_100);
      return Optional.of(new WaveformReader(spool, stems.size(), 200 * 44_100).read());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Work export(Export export, Consumer<News> listener) {
    exports.add(export);
    exporting = listener;
    return () -> listener.accept(new News.Stopped());
  }

  /** Says how the last export goes. */
  public void exportGoes(News news) {
    if (exporting != null) {
      exporting.accept(news);
    }
  }

  private Opened opened(JobId job, int count, long totalFrames) {
    try {
      Spool spool = spool(job, count, totalFrames);
      return new Opened(
          new SpoolStems(spool, count, totalFrames),
          new WaveformReader(spool, count, totalFrames),
          spool.folder(),
          Work.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Spool spool(JobId job, int count, long totalFrames) throws IOException {
    Path root = folder;
    if (root == null) {
      root = Files.createDirectories(Path.of("target", "scripted-spools"));
      root = Files.createTempDirectory(root, "spool");
      folder = root;
    }
    Spool spool = new Spool(Files.createDirectories(root.resolve(job.value() + "-" + totalFrames)));
    if (!Files.exists(spool.waveform())) {
      if (totalFrames <= MOST_SOUNDING_FRAMES) {
        writeTones(spool, count, (int) totalFrames);
      } else {
        writeWaveform(spool, count, totalFrames, job.hashCode());
      }
    }
    return spool;
  }

  /** The sample that a stem has at a frame. */
  public static float tone(int stem, long frame) {
    return (float) (0.2 * Math.sin(2 * Math.PI * 110 * (stem + 1) * frame / 44_100));
  }

  private static void writeTones(Spool spool, int count, int frames) throws IOException {
    float[] samples = new float[frames * 2 * count];
    for (int frame = 0; frame < frames; frame++) {
      for (int i = 0; i < 2 * count; i++) {
        samples[frame * 2 * count + i] = tone(i / 2, frame);
      }
    }
    try (StemWriter writer = StemWriter.resume(spool, 0, StemPeaks.none(count))) {
      writer.append(samples, frames);
    }
  }

  private static void writeWaveform(Spool spool, int count, long frames, int seed)
      throws IOException {
    int blocks = (int) (frames / Spool.WAVEFORM_BLOCK_FRAMES);
    ByteBuffer bytes = ByteBuffer.allocate(blocks * count * 4).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(seed);
    for (int block = 0; block < blocks; block++) {
      double at = block / (double) blocks;
      for (int stem = 0; stem < count; stem++) {
        double phrase =
            Math.sin(at * (21 + 7 * stem) + stem) * Math.sin(at * (5 + stem) + 2 * stem);
        double level = Math.clamp(0.3 + 0.4 * phrase, 0.03, 0.9);
        // what the eye sees are the loudest hits, so let few of them be loud
        double hit = random.nextInt(40) == 0 ? 0.6 + 0.4 * random.nextDouble() : 0.35;
        double peak = Math.min(0.95, level * hit * 1.4);
        short high = (short) (peak * Short.MAX_VALUE);
        bytes.putShort((short) -high).putShort(high);
      }
    }
    Files.write(spool.waveform(), bytes.array());
  }
}
