package app.headroom.cli;

import app.headroom.job.Bytes;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.MixMatch;
import app.headroom.job.Music;
import app.headroom.job.Receipt;
import app.headroom.memory.Decision;
import app.headroom.models.ModelProgress;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For people: a line on stdout for each song that is done, a line on stderr for each that is not;
 * on a terminal a line with a bar for each that is at work, else now and then how far it is.
 */
final class TextReport implements Report {

  private static final int LONGEST_BAR = 24;
  private static final int SHORTEST_BAR = 6;
  private static final int LONGEST_NAME = 30;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  /** What was last said of a job's progress. */
  private record Told(Instant at, String share) {}

  private final Console console;
  private final InstantSource clock;
  private final Map<JobId, JobSnapshot> atWork = new LinkedHashMap<>();
  private final Map<JobId, Told> lastTold = new HashMap<>();
  private String modelStep = "";
  private int queued;
  private int finished;
  private int failed;

  TextReport(Console console, InstantSource clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public void skipped(long files, Set<String> kinds) {
    console.say(
        "headroom: "
            + Words.count(files, "file", "files")
            + " skipped, not sound by "
            + (files == 1 ? "its name" : "their names")
            + " ("
            + String.join(", ", kinds.stream().map(kind -> "." + kind).sorted().toList())
            + ")");
  }

  @Override
  public void preparing(String model, String licence, ModelProgress progress) {
    String step =
        switch (progress.phase()) {
          case WAITING -> "waiting for another Headroom that makes " + model + " ready";
          case CHECKING -> "checking the model " + model;
          case FETCHING -> "fetching the model " + model + " from " + progress.detail();
          case UNPACKING -> "unpacking the model " + model;
          case PREPARING -> "building the network of " + model;
        };
    if (modelStep.isEmpty()) {
      console.say(licence);
    }
    if (!step.equals(modelStep)) {
      modelStep = step;
      if (!console.terminal()) {
        console.say(step);
      }
    }
    long done = progress.doneBytes();
    long total = progress.totalBytes();
    draw(
        total > 0
            ? step
                + "  "
                + bar(done / (double) total, LONGEST_BAR)
                + " "
                + Bytes.text(done)
                + " of "
                + Bytes.text(total)
            : step);
  }

  @Override
  public void queued(JobSnapshot job, @Nullable Outlook outlook) {
    queued++;
    if (outlook != null) {
      console.say(name(job) + ": " + forecast(outlook));
    }
    changed(job);
  }

  private static String forecast(Outlook outlook) {
    Duration time = outlook.forecast().time();
    Long spool = outlook.forecast().spoolBytes();
    return "needs "
        + Bytes.text(outlook.forecast().memoryBytes())
        + ", "
        + Bytes.text(outlook.freeBytes())
        + " free"
        + (time == null ? "" : ", about " + Words.time(time))
        + (spool == null ? "" : ", " + Bytes.text(spool) + " of disk meanwhile");
  }

  @Override
  public void changed(JobSnapshot job) {
    switch (job.state()) {
      case JobState.Waiting _ -> atWork.remove(job.id());
      case JobState.Running _ -> atWork.put(job.id(), job);
      case JobState.Paused _ -> {
        atWork.remove(job.id());
        console.say(name(job) + ": paused, " + kept(job) + " kept on disk");
      }
      case JobState.Parked parked -> {
        atWork.remove(job.id());
        console.say(
            name(job)
                + ": parked, "
                + kept(job)
                + " kept on disk, resumes by itself ("
                + parked.cause()
                + ")");
      }
      case JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> {}
    }
    draw("");
  }

  @Override
  public void progressed(JobSnapshot job) {
    atWork.put(job.id(), job);
    draw("");
    if (!console.terminal()) {
      sayNowAndThen(job);
    }
  }

  private void sayNowAndThen(JobSnapshot job) {
    JobProgress progress = job.progress();
    if (progress == null) {
      return;
    }
    String share = Words.percent(progress.share());
    Instant now = clock.instant();
    Told told = lastTold.get(job.id());
    if (told == null) {
      lastTold.put(job.id(), new Told(now, share));
    } else if (!told.share().equals(share)
        && Duration.between(told.at(), now).compareTo(BETWEEN_LINES) >= 0) {
      lastTold.put(job.id(), new Told(now, share));
      console.say(name(job) + ": " + progress(progress));
    }
  }

  @Override
  public void decided(Decision decision, JobSnapshot job) {
    switch (decision) {
      case Decision.Report _, Decision.CleanUp _, Decision.TierChanged _ -> {}
      default -> console.say(name(job) + ": " + decision.text());
    }
  }

  @Override
  public void tierChanged(Decision.TierChanged change) {
    console.say(change.text());
  }

  @Override
  public void finished(JobSnapshot job) {
    finished++;
    end(job.id());
    if (job.state() instanceof JobState.Finished(Receipt receipt)) {
      console.result(
          name(job)
              + ": "
              + stems(receipt)
              + " · "
              + Words.time(receipt.wall())
              + " · "
              + Words.speed(receipt.audioSeconds() / seconds(receipt.wall()))
              + " · peak "
              + Bytes.text(receipt.peakBytes())
              + engine(job.request().engine())
              + music(receipt.extras().music())
              + match(receipt)
              + events(receipt));
      receipt.remarks().forEach(remark -> console.say(name(job) + ": " + remark));
    }
    draw("");
  }

  /** Said unless it is the built-in one. */
  private static String engine(EngineChoice engine) {
    return switch (engine) {
      case EngineChoice.BuiltIn _ -> "";
      case EngineChoice.Command command -> " · by the " + command.id() + " engine";
    };
  }

  @Override
  public void failed(Path file, Failure failure) {
    failed++;
    atWork.values().removeIf(job -> job.request().source().equals(file));
    console.say("headroom: " + file + ": " + failure.what() + ". " + failure.remedy());
    draw("");
  }

  @Override
  public void failedAll(List<Path> files, Failure failure) {
    failed += files.size();
    console.status(List.of());
    console.say(
        "headroom: "
            + Words.count(files.size(), "song", "songs")
            + " not separated: "
            + failure.what()
            + ". "
            + failure.remedy());
  }

  @Override
  public void note(String text) {
    console.say("headroom: " + text);
  }

  @Override
  public void done(int allFinished, int allFailed, Duration wall) {
    console.status(List.of());
    if (allFinished + allFailed > 1) {
      console.say(
          Words.count(allFinished, "song", "songs")
              + " done, "
              + allFailed
              + " failed, in "
              + Words.time(wall));
    }
  }

  private void end(JobId id) {
    atWork.remove(id);
    lastTold.remove(id);
  }

  private void draw(String first) {
    List<String> lines = new ArrayList<>();
    if (!first.isEmpty()) {
      lines.add(first);
    }
    for (JobSnapshot job : atWork.values()) {
      JobProgress progress = job.progress();
      String name = Words.cut(name(job), LONGEST_NAME);
      String numbers = progress(progress);
      // the numbers matter more than the bar
      int room = console.columns() - 1 - name.length() - numbers.length() - 3;
      String bar =
          bar(progress == null ? 0 : progress.share(), Math.clamp(room, SHORTEST_BAR, LONGEST_BAR));
      lines.add(name + "  " + bar + " " + numbers);
    }
    if (queued > 1 && !lines.isEmpty()) {
      lines.add(
          finished + " of " + queued + " done" + (failed > 0 ? ", " + failed + " failed" : ""));
    }
    console.status(lines);
  }

  private static String progress(@Nullable JobProgress progress) {
    if (progress == null || progress.phase().isEmpty()) {
      return "starting";
    }
    StringBuilder text = new StringBuilder(Words.percent(progress.share()));
    switch (progress.activity()) {
      case HELD, UNLOADED -> text.append(" · paused, memory is critical");
      case PAUSING, PARKING, CLOSING -> text.append(" · keeping its place");
      case CANCELLING -> text.append(" · stopping");
      case STARTING, WORKING -> {
        if (!progress.phase().equals("separating")) {
          text.append(" · ").append(progress.phase());
        }
        Double speed = progress.speed();
        if (speed != null) {
          text.append(" · ").append(Words.speed(speed));
        }
        Duration left = progress.timeLeft();
        if (left != null) {
          text.append(" · ").append(Words.time(left)).append(" left");
        }
      }
    }
    if (progress.rssBytes() > 0) {
      text.append(" · ")
          .append(Bytes.text(progress.rssBytes()))
          .append(" of ")
          .append(Bytes.text(progress.budgetBytes()));
    }
    return text.toString();
  }

  private static String bar(double share, int width) {
    int full = (int) (Math.clamp(share, 0, 1) * width);
    return "━".repeat(full) + "─".repeat(width - full);
  }

  private static String stems(Receipt receipt) {
    Path folder = null;
    for (Path file : receipt.stems().values()) {
      folder = folder == null ? file.getParent() : folder;
      while (folder != null && !file.startsWith(folder)) {
        folder = folder.getParent();
      }
    }
    return String.join(", ", receipt.stems().keySet()) + " in " + folder;
  }

  private static String music(Music music) {
    Double tempo = music.tempoBpm();
    return (tempo == null ? "" : " · " + Words.number(tempo) + " BPM")
        + (music.key() == null ? "" : " · " + music.key());
  }

  private static String match(Receipt receipt) {
    MixMatch match = receipt.extras().match();
    if (match == null) {
      return "";
    }
    return match.db() <= MixMatch.FLOOR_DB
        ? " · stems sum to the mix exactly"
        : " · stems sum to the mix within "
            + Words.decibels(match.db())
            + (match.beforeEncoding() ? " before encoding" : "");
  }

  private static String events(Receipt receipt) {
    StringBuilder text = new StringBuilder();
    if (receipt.kills() > 0) {
      text.append(" · ").append(Words.count(receipt.kills(), "kill", "kills"));
    }
    if (receipt.pauses() > 0) {
      text.append(" · paused ").append(Words.count(receipt.pauses(), "time", "times"));
    }
    if (receipt.resumes() > 0) {
      text.append(" · resumed ").append(Words.count(receipt.resumes(), "time", "times"));
    }
    return text.toString();
  }

  private static String kept(JobSnapshot job) {
    return Words.percent(job.history().work().share());
  }

  private static String name(JobSnapshot job) {
    return String.valueOf(job.request().source().getFileName());
  }

  private static double seconds(Duration duration) {
    return Math.max(0.001, duration.toMillis() / 1000.0);
  }
}
