package app.headroom.testing;

import app.headroom.app.Launcher;
import app.headroom.bench.SynthesisedSong;
import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener;
import app.headroom.queue.WorkerListener.End;
import app.headroom.supervisor.Graphs;
import app.headroom.supervisor.Patience;
import app.headroom.supervisor.ProcessWorkerLauncher;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with a song in it, and real workers that separate it with the real model. */
public final class Workplace {

  public static final Path NATIVES = Path.of(System.getProperty("headroom.test.home"), "natives");

  public static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);

  /** Short enough for a test, long enough for some segments and a short one at the end. */
  public static final int SONG_SECONDS = 4;

  public final Path folder;
  public final Path song;
  public final Path out;
  public final Path spools;
  public final JobId job = JobId.random();
  public final ProcessWorkerLauncher launcher;

  /** What is asked for in orders. */
  public Provider provider = Provider.CPU;

  public Workplace(Path folder) throws IOException {
    this(folder, folder.resolve("spool"));
  }

  public Workplace(Path folder, Path spools) throws IOException {
    this(folder, spools, new Graphs.Answer.Present(TestModel.graph(Precision.INT8), STEMS));
  }

  /** With a model of the test's own. */
  public Workplace(Path folder, Path spools, Graphs.Answer.Present model) throws IOException {
    this.folder = folder;
    this.song = folder.resolve("song.wav");
    this.out = folder.resolve("out");
    this.spools = spools;
    SynthesisedSong.write(song, SONG_SECONDS);
    this.launcher =
        new ProcessWorkerLauncher(
            program(), NATIVES, spools, (name, precision) -> model, Patience.DEFAULT);
  }

  public static WorkerProgram program() {
    return WorkerProgram.ofThisProcess(Launcher.class.getName(), "worker");
  }

  public RunningWorker start(WorkerListener listener) {
    return launcher.launch(order(SegmentLength.SHORTEST), listener);
  }

  /** From start to end. */
  public RecordingListener run() throws Exception {
    RecordingListener listener = new RecordingListener();
    start(listener);
    listener.awaitEnd();
    return listener;
  }

  public WorkOrder order(SegmentLength segment) {
    return order(segment, Delivery.PLAIN);
  }

  public WorkOrder order(SegmentLength segment, Delivery delivery) {
    return new WorkOrder(
        job,
        new SeparationRequest(
            song,
            out,
            "htdemucs",
            StemSelection.all(),
            OutputFormat.WAV32F,
            new SegmentChoice.Auto(),
            new Overlap.Share(0.25),
            Precision.INT8,
            ClipMode.NONE,
            SeparationRequest.DEFAULT_NAME_TEMPLATE,
            OutputRate.HZ_44100,
            0,
            false,
            delivery,
            EngineChoice.BUILT_IN),
        Precision.INT8,
        segment,
        2,
        provider);
  }

  public Path spool() {
    return spools.resolve(job.value());
  }

  public Path stemFolder() {
    return out.resolve("htdemucs").resolve("song");
  }

  public static Map<String, byte[]> stems(End end) throws IOException {
    if (!(end instanceof End.Finished finished)) {
      throw new AssertionError("not finished but " + end);
    }
    Map<String, byte[]> contents = new TreeMap<>();
    for (Map.Entry<String, Path> stem : finished.stems().entrySet()) {
      contents.put(stem.getKey(), Files.readAllBytes(stem.getValue()));
    }
    return contents;
  }

  /** Every file below the folder, by its path there. */
  public static List<String> filesBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
