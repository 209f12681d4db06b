package app.headroom.cli;

import app.headroom.job.Extras;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.MixMatch;
import app.headroom.job.Receipt;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Decision;
import app.headroom.models.ModelPhase;
import app.headroom.models.ModelProgress;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * For programs: stdout has one JSON object a line and nothing else; the last one of each file is
 * {@code finished} or {@code failed}. What failed is on stderr too, in words.
 */
final class JsonReport implements Report {

  private static final long BETWEEN_PROGRESS_MILLIS = 250;

  private final Console console;
  private final InstantSource clock;
  private final Map<JobId, Long> toldAtMillis = new HashMap<>();
  private @Nullable ModelPhase modelPhase;
  private long modelToldAtMillis;

  JsonReport(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public void skipped(long files, Set<String> kinds) {
    print(
        JsonLine.event("skipped")
            .with("files", files)
            .with("kinds", kinds.stream().sorted().toList()));
  }

  @Override
  public void preparing(String model, String licence, ModelProgress progress) {
    long now = clock.millis();
    if (progress.phase() == modelPhase && now - modelToldAtMillis < BETWEEN_PROGRESS_MILLIS) {
      return;
    }
    JsonLine line =
        JsonLine.event("model")
            .with("model", model)
            .with("phase", name(progress.phase().name()))
            .with("detail", progress.detail())
            .with("doneBytes", progress.doneBytes())
            .with("totalBytes", progress.totalBytes());
    if (modelPhase == null) {
      line.with("license", licence);
    }
    modelPhase = progress.phase();
    modelToldAtMillis = now;
    print(line);
  }

  @Override
  public void queued(JobSnapshot job, @Nullable Outlook outlook) {
    JsonLine line = event("queued", job).withIf("audioSeconds", job.audioSeconds());
    if (outlook != null) {
      Duration time = outlook.forecast().time();
      line.with("forecastMemoryBytes", outlook.forecast().memoryBytes())
          .with("freeMemoryBytes", outlook.freeBytes())
          .withIf("forecastSeconds", time == null ? null : Double.valueOf(time.toMillis() / 1000.0))
          .withIf("forecastSpoolBytes", outlook.forecast().spoolBytes());
    }
    print(line);
  }

  @Override
  public void changed(JobSnapshot job) {
    JsonLine line = event(state(job.state()), job).withIf("reason", job.waitingFor());
    if (job.state() instanceof JobState.Parked parked) {
      line.with("cause", parked.cause());
    }
    print(line.with("share", job.history().work().share()));
  }

  @Override
  public void progressed(JobSnapshot job) {
    JobProgress progress = job.progress();
    long now = clock.millis();
    Long told = toldAtMillis.get(job.id());
    if (progress == null || (told != null && now - told < BETWEEN_PROGRESS_MILLIS)) {
      return;
    }
    toldAtMillis.put(job.id(), now);
    Duration left = progress.timeLeft();
    print(
        event("progress", job)
            .with("phase", progress.phase())
            .with("share", progress.share())
            .withIf("speed", progress.speed())
            .withIf("secondsLeft", left == null ? null : Double.valueOf(left.toMillis() / 1000.0))
            .with("segmentSeconds", progress.segment().seconds())
            .with("memoryBytes", progress.rssBytes())
            .with("budgetBytes", progress.budgetBytes()));
  }

  @Override
  public void decided(Decision decision, JobSnapshot job) {
    print(memory(event("memory", job), decision));
  }

  @Override
  public void tierChanged(Decision.TierChanged change) {
    print(memory(JsonLine.event("memory"), change).with("tier", name(change.to().name())));
  }

  @Override
  public void finished(JobSnapshot job) {
    toldAtMillis.remove(job.id());
    if (job.state() instanceof JobState.Finished(Receipt receipt)) {
      print(receipt(event("finished", job), job, receipt));
    }
  }

  /** The line with what the job took. */
  static JsonLine receipt(JsonLine line, JobSnapshot job, Receipt receipt) {
    Map<String, Long> segments = new TreeMap<>();
    receipt
        .segmentsByFrames()
        .forEach(
            (frames, count) ->
                segments.put(
                    Double.toString(frames / (double) SegmentLength.SAMPLE_RATE_HZ), count));
    return line.with("stems", receipt.stems())
        .with("seconds", receipt.wall().toMillis() / 1000.0)
        .with("audioSeconds", receipt.audioSeconds())
        .with("segments", segments.values().stream().mapToLong(Long::longValue).sum())
        .with("segmentsBySeconds", segments)
        .with("peakMemoryBytes", receipt.peakBytes())
        .with("engine", job.request().engine().id())
        .with("precision", name(receipt.precision().name()))
        .with("kills", receipt.kills())
        .with("resumes", receipt.resumes())
        .with("pauses", receipt.pauses())
        .withIf("gain", receipt.gain())
        .withIf("tempoBpm", receipt.extras().music().tempoBpm())
        .withIf("key", receipt.extras().music().key())
        .with("handOffs", handOffs(receipt.extras()))
        .withIf("mixDb", db(receipt.extras().match()))
        .with("notes", receipt.notes());
  }

  @Override
  public void failed(Path file, Failure failure) {
    print(
        JsonLine.event("failed")
            .with("file", file)
            .with("code", failure.code())
            .with("what", failure.what())
            .with("remedy", failure.remedy()));
    console.say("headroom: " + file + ": " + failure.what() + ". " + failure.remedy());
  }

  @Override
  public void failedAll(List<Path> files, Failure failure) {
    files.forEach(file -> failed(file, failure));
  }

  @Override
  public void note(String text) {
    console.say("headroom: " + text);
  }

  @Override
  public void done(int finished, int failed, Duration wall) {
    print(
        JsonLine.event("done")
            .with("finished", finished)
            .with("failed", failed)
            .with("seconds", wall.toMillis() / 1000.0));
  }

  private static Map<String, Path> handOffs(Extras extras) {
    Map<String, Path> files = new LinkedHashMap<>();
    extras.handOffs().forEach((kind, file) -> files.put(kind.id(), file));
    return files;
  }

  private static @Nullable Map<String, @Nullable Object> db(@Nullable MixMatch match) {
    if (match == null) {
      return null;
    }
    Map<String, @Nullable Object> decibels = new LinkedHashMap<>();
    decibels.put("separated", match.separatedDb());
    decibels.put("written", match.writtenDb());
    return decibels;
  }

  private static JsonLine event(String name, JobSnapshot job) {
    return JsonLine.event(name).with("file", job.request().source()).with("job", job.id());
  }

  private static JsonLine memory(JsonLine line, Decision decision) {
    return line.with("decision", kebab(decision.getClass().getSimpleName()))
        .with("text", decision.text());
  }

  /** {@code waiting}, {@code running}, {@code paused}, {@code parked}. */
  static String state(JobState state) {
    return kebab(state.getClass().getSimpleName());
  }

  static String kebab(String camel) {
    return name(camel.replaceAll("(?<!^)([A-Z])", "-$1"));
  }

  private static String name(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private void print(JsonLine line) {
    console.results(line + "\n");
  }
}
