package app.headroom.worker;

import app.headroom.demucs.StemNetwork;
import app.headroom.job.Provider;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.testing.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One life of a job in this process, with networks of the test's own, on the lowest rung. */
final class LocalJob {

  /** Has nothing but the processor. */
  static final FallBack.Offer PROCESSOR =
      new FallBack.Offer() {
        @Override
        public Set<Provider> providers() {
          return EnumSet.of(Provider.CPU);
        }

        @Override
        public String version() {
          return "1.29.0";
        }
      };

  private final Workplace place;
  final Steering steering = new Steering();
  final List<WorkerEvent> events = new ArrayList<>();

  LocalJob(Workplace place) {
    this.place = place;
  }

  /** Whatever the network, on the processor. */
  WorkerEvent run(StemNetwork network) throws IOException {
    return run(List.of(new WorkerCommand.Pass(graph("any"), Workplace.STEMS)), (_, _) -> network);
  }

  WorkerEvent run(List<WorkerCommand.Pass> passes, BuiltInEngine.Opener opener) throws IOException {
    FallBack fallBack =
        new FallBack(Provider.CPU, place.folder.resolve("provider.json"), PROCESSOR, _ -> {});
    return run(passes, Provider.CPU, new BuiltInEngine(opener, fallBack));
  }

  /**
   * @return its last word
   */
  WorkerEvent run(List<WorkerCommand.Pass> passes, Provider asked, Engine engine)
      throws IOException {
    SeparationRequest request = place.order(SegmentLength.SHORTEST).request();
    WorkerCommand.Separate order =
        new WorkerCommand.Separate(
            Protocol.VERSION,
            place.job.value(),
            request.source(),
            request.outputFolder(),
            place.spool(),
            request.engine(),
            passes,
            Workplace.NATIVES,
            request.model(),
            Workplace.STEMS,
            request.stems(),
            request.format(),
            SegmentLength.SHORTEST.frames(),
            request.overlap(),
            request.clip(),
            request.nameTemplate(),
            request.rate(),
            1,
            asked,
            false,
            request.delivery());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Files.createDirectories(place.spools);
    WorkerEvent end =
        new Separation(order, new Events(out), steering, new SystemManners(), engine).run();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      events.add(Protocol.event(line));
    }
    return end;
  }

  /** A file in a graph's place, which the networks here don't read. */
  Path graph(String name) throws IOException {
    Path graph = place.folder.resolve(name + ".onnx");
    return Files.exists(graph) ? graph : Files.createFile(graph);
  }

  /** Which segments were reported, in this order. */
  List<Long> segments() {
    return events.stream()
        .filter(WorkerEvent.SegmentDone.class::isInstance)
        .map(event -> ((WorkerEvent.SegmentDone) event).index())
        .toList();
  }

  static WorkerEvent.Finished finished(WorkerEvent end) {
    if (!(end instanceof WorkerEvent.Finished finished)) {
      throw new AssertionError("not finished but " + end);
    }
    return finished;
  }

  static Map<String, byte[]> stems(WorkerEvent end) throws IOException {
    Map<String, byte[]> stems = new TreeMap<>();
    for (Map.Entry<String, Path> stem : finished(end).stems().entrySet()) {
      stems.put(stem.getKey(), Files.readAllBytes(stem.getValue()));
    }
    return stems;
  }
}
