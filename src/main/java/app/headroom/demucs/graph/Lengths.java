package app.headroom.demucs.graph;

import app.headroom.demucs.weights.Architecture;
import java.util.ArrayList;
import java.util.List;

/** The lengths that the graph works out from its inputs when it runs. */
final class Lengths {

  /** Columns of the spectrogram. */
  final Extent frames;

  /** The waveform's length, then its length after each encoder layer: a quarter, rounded up. */
  final List<Extent> samples;

  Lengths(OnnxGraph graph, String spectrogram, String waveform) {
    frames = extent(graph, "T", axis(graph, spectrogram, 3));
    var lengths = new ArrayList<Extent>();
    lengths.add(extent(graph, "L", axis(graph, waveform, 3)));
    for (int k = 0; k < Architecture.CHANNELS.size(); k++) {
      String padded = graph.add(lengths.getLast().size(), graph.integers(3));
      lengths.add(extent(graph, "L" + k, graph.divide(padded, graph.integers(4))));
    }
    samples = List.copyOf(lengths);
  }

  private static String axis(OnnxGraph graph, String value, int axis) {
    return graph.node("Shape", value).with("start", axis).with("end", axis + 1).result();
  }

  private static Extent extent(OnnxGraph graph, String symbol, String size) {
    return new Extent(symbol, size, graph.node("Reciprocal", graph.toFloat(size)).result());
  }
}
