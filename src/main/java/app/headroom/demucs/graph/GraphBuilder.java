package app.headroom.demucs.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Weights;
import app.headroom.job.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Builds the graph of HTDemucs (Rouard, Massa, Défossez: "Hybrid Transformers for Music Source
 * Separation"; {@code demucs/htdemucs.py}) for ONNX Runtime. One file serves every segment length.
 *
 * <p>Between its inputs and outputs lies what is between the forward and the inverse Fourier
 * transform in the original. With S sources, L samples and T = ceil(L / 1024) columns:
 *
 * <ul>
 *   <li>{@link #SPECTROGRAM} [1, 4, 2048, T] (real and imaginary part of the left channel, then of
 *       the right) and {@link #WAVEFORM} [1, 2, 1, L], each normalised by the caller: less its
 *       mean, over its standard deviation plus 1e-5;
 *   <li>{@link #STEM_SPECTROGRAMS}, each a band of rows: [1, 4 S, 512 / BANDS, 4 T], in memory the
 *       same as [1, 4 S, 2048 / BANDS, T], and {@link #STEM_WAVEFORMS} [1, 2 S, 1, L]; all not yet
 *       denormalised nor added.
 * </ul>
 *
 * <p>Large weights lie in a {@code .bin} beside the {@code .onnx}, which maps them. Building holds
 * a few weights at a time in memory, never all of them.
 */
public final class GraphBuilder {

  /** Changes whenever the same weights give another file. */
  public static final int BUILDER_VERSION = 6;

  public static final String SPECTROGRAM = "spectrogram";
  public static final String WAVEFORM = "waveform";

  /** Into how many outputs the stems' spectrograms are cut. */
  public static final int BANDS = 4;

  /** For each band of rows, upwards from the lowest frequencies. */
  public static final List<String> STEM_SPECTROGRAMS =
      IntStream.range(0, BANDS).mapToObj(i -> "stem_spectrograms_" + i).toList();

  public static final String STEM_WAVEFORMS = "stem_waveforms";

  private static final int SPECTROGRAM_ROWS = 2048;
  private static final int LAYERS = Architecture.CHANNELS.size();

  private final OnnxGraph graph;
  private final Blocks blocks;
  private final Branches branches;
  private final Transformer transformer;

  private GraphBuilder(OnnxGraph graph, Weights weights, Architecture architecture, Linear linear) {
    this.graph = graph;
    this.blocks = new Blocks(graph);
    this.branches = new Branches(graph, blocks, weights);
    this.transformer = new Transformer(graph, blocks, weights, linear, architecture);
  }

  /** Where the large weights of a graph lie. */
  public static Path dataOf(Path onnxFile) {
    String name = onnxFile.getFileName().toString();
    return onnxFile.resolveSibling(name.replaceFirst("\\.onnx$", "") + ".bin");
  }

  /**
   * Writes the graph and its weights. When {@code onnxFile} is there, both files are whole: they
   * are written under temporary names beside it, put on the disk, and moved, the weights first.
   *
   * @param precision FP32 or INT8, of the transformer's linear layers but one; the rest is float32
   *     in both
   * @throws IllegalArgumentException if a weight is missing or the precision is AUTO
   */
  public static void build(
      Weights weights, Architecture architecture, Precision precision, Path onnxFile)
      throws IOException {
    Linear linear =
        switch (precision) {
          case FP32 -> new Linear.Float32();
          case INT8 -> new Linear.Int8();
          case AUTO -> throw new IllegalArgumentException("a graph has one precision");
        };
    Path dataFile = dataOf(onnxFile);
    String suffix = ".part-" + UUID.randomUUID();
    Path newGraph = onnxFile.resolveSibling(onnxFile.getFileName() + suffix);
    Path newData = dataFile.resolveSibling(dataFile.getFileName() + suffix);
    try {
      try (var external = new ExternalData(newData, dataFile.getFileName().toString())) {
        var graph = new OnnxGraph("htdemucs", external);
        new GraphBuilder(graph, weights, architecture, linear).network();
        external.finish();
        write(graph.model("headroom", Integer.toString(BUILDER_VERSION)), newGraph);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      Files.move(newData, dataFile, StandardCopyOption.ATOMIC_MOVE);
      Files.move(newGraph, onnxFile, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(newGraph);
      Files.deleteIfExists(newData);
    }
  }

  private static void write(ModelProto model, Path file) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = model.toByteString().asReadOnlyByteBuffer();
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private void network() {
    String spectrogram = graph.input(SPECTROGRAM, 1, 4, SPECTROGRAM_ROWS, "T");
    String waveform = graph.input(WAVEFORM, 1, 2, 1, "L");
    var lengths = new Lengths(graph, spectrogram, waveform);

    List<Band> bands = Band.of(SPECTROGRAM_ROWS / 4, BANDS);
    var x = new FeatureMap(spectrogram, 4, SPECTROGRAM_ROWS, lengths.frames);
    List<FeatureMap> outermost = branches.encodeOutermost(x, bands);
    x = branches.encodeBands(outermost, bands);
    Deque<FeatureMap> skips = new ArrayDeque<>(List.of(x));
    for (int k = 2; k < LAYERS; k++) {
      x = branches.encodeSpectrogram(x, k);
      skips.push(x);
    }
    Deque<FeatureMap> skipsT = new ArrayDeque<>();
    var halves = new Halves(graph, lengths.samples);
    FeatureMap xt =
        halves.level(0).split(new FeatureMap(waveform, 2, 1, lengths.samples.getFirst()));
    for (int k = 0; k < LAYERS; k++) {
      xt = branches.encodeWaveform(xt, k, halves.level(k + 1));
      skipsT.push(xt);
    }

    Halves.Level innermost = halves.level(LAYERS);
    Transformer.Both both = transformer.apply(new Transformer.Both(x, innermost.join(xt)));

    x = both.spectrogram();
    for (int k = 0; k < LAYERS - 1; k++) {
      x = branches.decodeSpectrogram(x, skips.pop(), k);
    }
    branches.decodeOutermost(x, outermost, bands, STEM_SPECTROGRAMS);
    xt = innermost.split(both.waveform());
    for (int k = 0; k < LAYERS - 1; k++) {
      Halves.Level level = halves.level(LAYERS - k);
      Extent columns = halves.level(LAYERS - 1 - k).columns().renamed();
      xt = branches.decodeWaveform(xt, skipsT.pop(), k, level, columns);
    }
    branches.decodeWaveform(
        xt, skipsT.pop(), halves.level(1), lengths.samples.getFirst(), STEM_WAVEFORMS);
  }
}
