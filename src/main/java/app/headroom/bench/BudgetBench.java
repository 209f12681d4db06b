package app.headroom.bench;

import app.headroom.job.Bytes;
import app.headroom.memory.MemoryProbe;
import app.headroom.supervisor.MeasuredCommand;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole program with one budget after the other, down to the least that it says would do, and
 * just below that. The job's process tree is watched from outside of the program.
 *
 * @param headroom the start of our command, up to its arguments
 * @param models where models lie, ready to be used
 * @param natives where native libraries are extracted once
 * @param folder what is made there is left
 */
record BudgetBench(
    List<String> headroom, Path models, Path natives, MemoryProbe probe, Path folder) {

  private static final List<Long> MEGABYTES = List.of(2000L, 1000L, 600L);

  /** No song can be done with it. */
  private static final long NOTHING_MEGABYTES = 1;

  private static final Pattern LEAST = Pattern.compile("at least (\\d+) MB");
  private static final Duration PATIENCE = Duration.ofHours(12);
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One budget.
   *
   * @param last the song's last event
   */
  private record Run(MeasuredCommand.Result result, JsonNode last) {
    boolean refused() {
      return last.path("code").asText().equals("budget-too-small");
    }
  }

  /**
   * @return whether each job stayed under its budget, and the one below the least was refused
   */
  boolean run(Path song, Consumer<String> out) throws IOException, InterruptedException {
    out.accept("song: " + song);
    out.accept("budget    job's peak   share   with the application   song took   segments");
    boolean kept = true;
    for (long megabytes : MEGABYTES) {
      kept &= within(megabytes, song, out);
    }
    Run refused = run(NOTHING_MEGABYTES, song);
    Matcher least = LEAST.matcher(refused.last().path("remedy").asText());
    if (!refused.refused() || !least.find()) {
      throw new IOException("a budget of nothing was not refused: " + refused.last());
    }
    long leastMegabytes = Long.parseLong(least.group(1));
    kept &= within(leastMegabytes, song, out);
    long below = leastMegabytes - 1;
    Run tooSmall = run(below, song);
    out.accept(
        String.format(
            Locale.ROOT,
            "%5d MB  %s, its processes held at most %s: %s",
            below,
            tooSmall.refused() ? "refused" : "NOT REFUSED",
            Bytes.text(tooSmall.result().childPeakBytes()),
            tooSmall.last().path("remedy").asText()));
    return kept && tooSmall.refused();
  }

  private boolean within(long megabytes, Path song, Consumer<String> out)
      throws IOException, InterruptedException {
    Run run = run(megabytes, song);
    if (!run.last().path("event").asText().equals("finished")) {
      throw new IOException("with a budget of " + megabytes + " MB: " + run.last());
    }
    double share = run.result().childPeakBytes() / (megabytes * 1e6);
    out.accept(
        String.format(
            Locale.ROOT,
            "%5d MB  %10s   %4.0f%%   %20s   %7.1f s   %s",
            megabytes,
            Bytes.text(run.result().childPeakBytes()),
            100 * share,
            Bytes.text(run.result().peakBytes()),
            run.result().wall().toMillis() / 1000.0,
            run.last().path("segmentsBySeconds")));
    return share <= 1;
  }

  /** In a home of its own, so that nothing is known from the run before. */
  private Run run(long megabytes, Path song) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(folder, "budget-");
    Files.createSymbolicLink(home.resolve("models"), models);
    Files.createSymbolicLink(home.resolve("natives"), natives);
    List<String> command = new ArrayList<>(headroom);
    command.addAll(List.of("separate", song.toString(), "--out", home.resolve("out").toString()));
    command.addAll(List.of("--memory-budget", megabytes + " MB", "--json"));
    JsonNode[] last = {JSON.nullNode()};
    try {
      MeasuredCommand.Result result =
          new MeasuredCommand(command, folder, Map.of("HEADROOM_HOME", home.toString()), probe)
              .run(PATIENCE, line -> last[0] = later(last[0], event(line)));
      if (last[0].isNull()) {
        throw new IOException("it said nothing: " + result.errors());
      }
      return new Run(result, last[0]);
    } catch (TimeoutException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static JsonNode later(JsonNode before, JsonNode event) {
    return event.has("file") ? event : before;
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + line, e);
    }
  }
}
