package app.headroom.fuzz;

import app.headroom.audio.SoundTargets;
import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
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
import app.headroom.queue.RunningWorker;
import app.headroom.queue.SourceProbe;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerListener.End;
import app.headroom.supervisor.Graphs;
import app.headroom.supervisor.Patience;
import app.headroom.supervisor.ProbeWorker;
import app.headroom.supervisor.ProcessWorkerLauncher;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import app.headroom.worker.JobSpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Songs through the program's own processes, as a user's are. */
final class WorkerTargets {

  private static final long MOST_BYTES = 1_000_000_000;

  private WorkerTargets() {}

  /** Whatever the song, there is an answer. */
  static final class Probing implements Target {

    private final ProbeWorker worker = new ProbeWorker(Workplace.program(), Workplace.NATIVES);

    @Override
    public String name() {
      return "probe";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      return SoundTargets.songs(folder);
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(40);
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      return switch (worker.probe(Files.write(folder.resolve("song.mp3"), input))) {
        case SourceProbe.Answer.Accepted accepted -> accepted.source().container();
        case SourceProbe.Answer.Rejected rejected -> rejected.why().what();
      };
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  /** A worker decodes it, finds that its network is none, and says so; nothing is left then. */
  static final class Job implements Target {

    @Override
    public String name() {
      return "job";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      return SoundTargets.songs(folder);
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(60);
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path song = Files.write(folder.resolve("song.mp3"), input);
      Path graph = Files.write(folder.resolve("int8.onnx"), input);
      Path spools = folder.resolve("spool");
      JobId job = JobId.random();
      RecordingListener listener = new RecordingListener();
      try (ProcessWorkerLauncher launcher =
          new ProcessWorkerLauncher(
              Workplace.program(),
              Workplace.NATIVES,
              spools,
              (model, precision) -> new Graphs.Answer.Present(graph, Workplace.STEMS),
              Patience.DEFAULT)) {
        RunningWorker worker = launcher.launch(order(job, song, folder), listener);
        while (listener.ends.isEmpty()) {
          long peak = Fuzz.peakBytes(worker.pid());
          if (peak > MOST_BYTES) {
            throw new IllegalStateException("the worker holds " + peak + " bytes");
          }
          Thread.sleep(Duration.ofMillis(20));
        }
      }
      End end = listener.ends.getFirst();
      if (!(end instanceof End.Failed(JobFailure failure)) || failure.what().isBlank()) {
        throw new IllegalStateException("it ended with " + end);
      }
      JobSpool.discard(spools.resolve(job.value()));
      List<String> left = Workplace.filesBelow(folder);
      if (!left.equals(List.of("int8.onnx", "song.mp3"))) {
        throw new IllegalStateException("it left " + left);
      }
      return failure.what();
    }

    private static WorkOrder order(JobId job, Path song, Path folder) {
      return new WorkOrder(
          job,
          new SeparationRequest(
              song,
              folder.resolve("out"),
              "htdemucs",
              StemSelection.all(),
              OutputFormat.WAV16,
              new SegmentChoice.Auto(),
              new Overlap.Share(0.25),
              Precision.INT8,
              ClipMode.NONE,
              "{artist}/{title}/{track}/{stem}.{ext}",
              OutputRate.HZ_44100,
              0,
              false,
              Delivery.PLAIN,
              EngineChoice.BUILT_IN),
          Precision.INT8,
          SegmentLength.SHORTEST,
          1,
          Provider.CPU);
    }
  }
}
