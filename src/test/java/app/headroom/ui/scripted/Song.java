package app.headroom.ui.scripted;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.Extras;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.MixMatch;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Receipt;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes snapshots of one song. */
public record Song(String title, @Nullable String artist, double seconds) {

  public static final Instant NOW = Instant.parse("2026-05-04T19:10:00Z");
  public static final long MB = 1_000_000;

  public JobId id() {
    return new JobId(UUID.nameUUIDFromBytes(title.getBytes(StandardCharsets.UTF_8)).toString());
  }

  public static SeparationRequest request(Path source) {
    return new SeparationRequest(
        source.toAbsolutePath(),
        Path.of("/music/separated").toAbsolutePath(),
        "htdemucs",
        StemSelection.all(),
        OutputFormat.FLAC,
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

  public SourceInfo source() {
    TrackTags tags = new TrackTags(title, artist, null, null, null, null, null);
    return new SourceInfo("flac", "flac", 44_100, 2, seconds, tags, true);
  }

  private JobSnapshot snapshot(
      JobState state, JobHistory history, @Nullable JobProgress progress, @Nullable String why) {
    return new JobSnapshot(
        id(),
        System.nanoTime(),
        request(Path.of("/music/" + title + (seconds > 0 ? ".flac" : ""))),
        seconds > 0 ? source() : null,
        Precision.INT8,
        NOW,
        state,
        why,
        history,
        progress);
  }

  public JobSnapshot waiting() {
    return snapshot(new JobState.Waiting(), JobHistory.NONE, null, null);
  }

  public JobSnapshot waitingFor(String reason) {
    return snapshot(new JobState.Waiting(), JobHistory.NONE, null, reason);
  }

  public JobSnapshot running(double share, double speed, double segmentSeconds, long rssBytes) {
    return running(history(share, 0), share, speed, segmentSeconds, rssBytes);
  }

  /** After it was stopped once for its memory. */
  public JobSnapshot resumed(double share, double speed, double segmentSeconds, long rssBytes) {
    JobHistory history = history(share, 1).with(new JobHistory.Tally(2, 1, 0, 0, 1, 0));
    return running(history, share, speed, segmentSeconds, rssBytes);
  }

  /** Its second worker loads the model. */
  public JobSnapshot beginningAgain(double share, String why) {
    JobHistory history = history(share, 0).with(new JobHistory.Tally(2, 0, 0, 1, 0, 0)).noted(why);
    return running(history, "loading", share, 1, 5.85, 200 * MB);
  }

  private JobSnapshot running(
      JobHistory history, double share, double speed, double segmentSeconds, long rssBytes) {
    return running(history, "separating", share, speed, segmentSeconds, rssBytes);
  }

  private JobSnapshot running(
      JobHistory history,
      String phase,
      double share,
      double speed,
      double segmentSeconds,
      long rssBytes) {
    return snapshot(
        new JobState.Running(NOW),
        history,
        new JobProgress(
            JobProgress.Activity.WORKING,
            phase,
            Math.round(share * frames()),
            frames(),
            share,
            speed,
            Duration.ofSeconds(Math.round((1 - share) * seconds / speed)),
            SegmentLength.ofSeconds(segmentSeconds),
            "",
            rssBytes,
            600 * MB),
        null);
  }

  public JobSnapshot doing(String phase, double share, long rssBytes) {
    return snapshot(
        new JobState.Running(NOW),
        history(share, 0),
        new JobProgress(
            JobProgress.Activity.WORKING,
            phase,
            1,
            2,
            share,
            null,
            null,
            SegmentLength.ofSeconds(3.9),
            "",
            rssBytes,
            600 * MB),
        null);
  }

  public JobSnapshot held(double share, long rssBytes) {
    return snapshot(
        new JobState.Running(NOW),
        history(share, 0),
        new JobProgress(
            JobProgress.Activity.HELD,
            "separating",
            1,
            2,
            share,
            null,
            null,
            SegmentLength.ofSeconds(1.3),
            "",
            rssBytes,
            600 * MB),
        null);
  }

  public JobSnapshot paused(double share) {
    return snapshot(new JobState.Paused(), history(share, 0), null, null);
  }

  public JobSnapshot parked(double share, String cause) {
    return snapshot(new JobState.Parked(cause), history(share, 0), null, cause);
  }

  public JobSnapshot failed(JobFailure failure, double share) {
    return snapshot(
        new JobState.Failed(failure), share > 0 ? history(share, 1) : JobHistory.NONE, null, null);
  }

  public JobSnapshot cancelled() {
    return snapshot(new JobState.Cancelled(), JobHistory.NONE, null, null);
  }

  public JobSnapshot finished(Path folder, long peakBytes, int kills) {
    List<String> all = List.of("drums", "bass", "other", "vocals");
    return finished(folder, peakBytes, kills, all, List.of());
  }

  public JobSnapshot finished(Path folder, long peakBytes, List<String> stems) {
    return finished(folder, peakBytes, 0, stems, List.of());
  }

  /** With what happened on the way to it. */
  public JobSnapshot noted(Path folder, String... notes) {
    return finished(folder, 1, 0, List.of("vocals"), List.of(notes));
  }

  private JobSnapshot finished(
      Path folder, long peakBytes, int kills, List<String> ids, List<String> notes) {
    Map<String, Path> stems = new LinkedHashMap<>();
    for (String stem : ids) {
      stems.put(stem, folder.resolve(title).resolve(stem + ".flac"));
    }
    return snapshot(
        new JobState.Finished(
            new Receipt(
                stems,
                seconds,
                Duration.ofSeconds(Math.round(seconds / 2)),
                peakBytes,
                Map.of(),
                Precision.INT8,
                kills,
                kills,
                0,
                notes,
                1.0,
                new Extras(new MixMatch(-31.4, -31.4), Music.UNKNOWN, Map.of()))),
        history(1, kills),
        null,
        null);
  }

  private long frames() {
    return Math.round(seconds * 44_100);
  }

  private JobHistory history(double share, int kills) {
    return JobHistory.NONE
        .with(new JobHistory.Tally(1 + kills, kills, 0, 0, kills, 0))
        .with(
            new JobHistory.Work(
                Duration.ofSeconds(60),
                kills > 0 ? 4_100 * MB : 418 * MB,
                Math.round(share * frames()),
                frames(),
                Map.of()));
  }
}
