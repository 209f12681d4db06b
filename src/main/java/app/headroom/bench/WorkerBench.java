package app.headroom.bench;

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
import app.headroom.job.StemSelection;
import app.headroom.memory.MemoryProbe;
import app.headroom.models.Model;
import app.headroom.models.ReadyModel;
import app.headroom.protocol.WorkerCommand;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener;
import app.headroom.supervisor.Graphs;
import app.headroom.supervisor.Patience;
import app.headroom.supervisor.ProcessWorkerLauncher;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a job in a real worker process, decoding and encoding included, and watches its process tree
 * as the application does, only more often.
 *
 * @param worker begins a worker
 * @param natives where native libraries are extracted once
 * @param folder where spools and stems lie
 */
record WorkerBench(
    WorkerProgram worker,
    Path natives,
    Path folder,
    Model model,
    ReadyModel ready,
    MemoryProbe probe,
    int threads) {

  private static final Duration LOOK = Duration.ofMillis(20);

  /**
   * @param peakBytes highest resident memory of the tree: as sampled or as the system recorded it,
   *     whichever is more
   * @param secondsPerSecond time of one second of a segment
   */
  record Outcome(long peakBytes, double secondsPerSecond, long segments) {}

  /** Is told what the job holds, and how many segments it has finished. One thread. */
  @FunctionalInterface
  interface Watcher {
    void saw(long segmentsDone, long rssBytes);
  }

  Outcome separate(Path song, SegmentLength length, Precision precision, Watcher watcher)
      throws IOException, InterruptedException {
    JobId job = JobId.random();
    Heard heard = new Heard();
    long peakBytes = 0;
    try (var launcher =
        new ProcessWorkerLauncher(
            worker, natives, folder.resolve("spool"), this::graph, Patience.DEFAULT)) {
      var running =
          launcher.launch(
              new WorkOrder(job, request(song, job), precision, length, threads, Provider.CPU),
              heard);
      Map<JobId, Long> roots = Map.of(job, running.pid());
      while (!heard.end.isDone()) {
        long rssBytes = probe.sample(roots).job(job).rssBytes();
        peakBytes = Math.max(peakBytes, rssBytes);
        watcher.saw(heard.segments.get(), rssBytes);
        heard.await(LOOK);
      }
    }
    if (!(heard.end.join() instanceof WorkerListener.End.Finished finished)) {
      throw new IOException("a job did not finish: " + heard.end.join());
    }
    Long recorded = finished.peakRssBytes();
    return new Outcome(
        Math.max(peakBytes, recorded == null ? 0 : recorded),
        heard.millis.get() / 1000.0 / (heard.segments.get() * length.seconds()),
        heard.segments.get());
  }

  private Graphs.Answer graph(String name, Precision precision) {
    List<WorkerCommand.Pass> passes = new ArrayList<>();
    for (ReadyModel.Network network : ready.networks()) {
      Path graph = network.graphs().get(precision);
      if (graph == null) {
        return new Graphs.Answer.Missing("it was built without this precision");
      }
      passes.add(new WorkerCommand.Pass(graph, network.stems()));
    }
    return new Graphs.Answer.Present(passes, model.stems());
  }

  private SeparationRequest request(Path song, JobId job) {
    return new SeparationRequest(
        song,
        folder.resolve("out").resolve(job.value()),
        model.name(),
        StemSelection.all(),
        OutputFormat.WAV16,
        new SegmentChoice.Auto(),
        Overlap.AUTO,
        Precision.AUTO,
        ClipMode.RESCALE,
        SeparationRequest.DEFAULT_NAME_TEMPLATE,
        OutputRate.HZ_44100,
        0,
        false,
        Delivery.PLAIN,
        EngineChoice.BUILT_IN);
  }

  private static final class Heard implements WorkerListener {
    private final AtomicLong segments = new AtomicLong();
    private final AtomicLong millis = new AtomicLong();
    private final CompletableFuture<End> end = new CompletableFuture<>();

    void await(Duration atMost) throws InterruptedException {
      try {
        end.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        // not yet
      } catch (ExecutionException e) {
        throw new AssertionError("ends do not fail", e);
      }
    }

    @Override
    public void progressed(String phase, long doneUnits, long totalUnits) {}

    @Override
    public void decoded(long frames, double audioSeconds) {}

    @Override
    public void resumedAt(long doneFrames, long totalFrames) {}

    @Override
    public void segmentDone(long doneFrames, long totalFrames, int segmentFrames, long wallMillis) {
      millis.addAndGet(wallMillis);
      segments.incrementAndGet();
    }

    @Override
    public void cleanedUp() {}

    @Override
    public void held(long doneFrames) {}

    @Override
    public void unloaded() {}

    @Override
    public void ended(End how) {
      end.complete(how);
    }
  }
}
