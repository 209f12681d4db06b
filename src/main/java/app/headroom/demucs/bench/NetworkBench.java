package app.headroom.demucs.bench;

import app.headroom.demucs.Htdemucs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures one network at one segment length: the time that a segment takes and the memory that the
 * whole process needed. A process for itself, started as a worker would be, since the peak is the
 * process's and the first session of a process is not like the others.
 *
 * <p>Arguments: {@code headroom|npm GRAPH FRAMES RUNS THREADS}. Prints one line of JSON: {@code
 * secondsPerAudioSecond} (median of the runs), {@code cpuSecondsPerAudioSecond} (mean; of all cores
 * together, less disturbed by other programs), {@code runSeconds} (each), {@code loadSeconds}, and,
 * where the system tells, {@code peakRssBytes}.
 */
public final class NetworkBench {

  private static final double SAMPLE_RATE_HZ = 44_100;
  private static final int CHANNELS = 2;
  private static final Path OWN_STATUS = Path.of("/proc/self/status");

  private NetworkBench() {}

  /** A network that has everything that a segment needs. */
  interface Segment extends AutoCloseable {

    void run();

    @Override
    void close();
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException("headroom|npm GRAPH FRAMES RUNS THREADS");
    }
    Path graph = Path.of(arguments[1]);
    int frames = Integer.parseInt(arguments[2]);
    int runs = Integer.parseInt(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);

    long start = System.nanoTime();
    double[] seconds = new double[runs];
    double loadSeconds;
    double cpuSeconds;
    try (Segment segment =
        switch (arguments[0]) {
          case "headroom" -> ours(graph, frames, threads);
          case "npm" -> new NpmSegment(graph, frames, threads, music(frames));
          default -> throw new IllegalArgumentException(arguments[0]);
        }) {
      loadSeconds = secondsSince(start);
      cpuSeconds = -cpuSeconds();
      for (int i = 0; i < runs; i++) {
        long runStart = System.nanoTime();
        segment.run();
        seconds[i] = secondsSince(runStart);
      }
      cpuSeconds += cpuSeconds();
    }
    Arrays.sort(seconds);
    double median = (seconds[(runs - 1) / 2] + seconds[runs / 2]) / 2;
    String all = String.join(",", Stream.of(box(seconds)).map(NetworkBench::number).toList());
    OptionalLong peak = peakRssBytes();
    System.out.printf(
        Locale.ROOT,
        "{\"secondsPerAudioSecond\":%s,\"cpuSecondsPerAudioSecond\":%s,\"runSeconds\":[%s],\"loadSeconds\":%s%s}%n",
        number(median / (frames / SAMPLE_RATE_HZ)),
        number(cpuSeconds / runs / (frames / SAMPLE_RATE_HZ)),
        all,
        number(loadSeconds),
        peak.isPresent() ? ",\"peakRssBytes\":" + peak.getAsLong() : "");
  }

  private static Segment ours(Path graph, int frames, int threads) {
    Htdemucs network = Htdemucs.open(graph, threads);
    FloatBuffer music = music(frames);
    FloatBuffer mix = direct(CHANNELS * frames);
    FloatBuffer stems = direct(CHANNELS * network.stems() * frames);
    return new Segment() {
      @Override
      public void run() {
        mix.clear().put(music.clear());
        network.separate(mix, frames, stems);
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  /** Something with tones, noise and an envelope, the same every time. */
  private static FloatBuffer music(int frames) {
    FloatBuffer samples = direct(CHANNELS * frames);
    var random = new Random(1);
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int i = 0; i < frames; i++) {
        double time = i / SAMPLE_RATE_HZ;
        double beat = Math.exp(-6 * (time * 2 % 1));
        double tone = Math.sin(2 * Math.PI * 110 * time) + Math.sin(2 * Math.PI * 331 * time);
        samples.put((float) (0.3 * tone + beat * (random.nextFloat() - 0.5)));
      }
    }
    return samples;
  }

  /** Kept until the process ends, and not counted against the small heap. */
  static FloatBuffer direct(int floats) {
    return Arena.global()
        .allocate(ValueLayout.JAVA_FLOAT, floats)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The most memory that this process ever had resident, as Linux counts it. */
  private static OptionalLong peakRssBytes() throws IOException {
    try (Stream<String> lines = Files.lines(OWN_STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  private static Double[] box(double[] values) {
    return Arrays.stream(values).boxed().toArray(Double[]::new);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
