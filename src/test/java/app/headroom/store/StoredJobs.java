package app.headroom.store;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.StemSelection;
import app.headroom.queue.JobStore;
import app.headroom.queue.StoredJob;
import app.headroom.queue.Submission;
import app.headroom.queue.Wish;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Jobs to keep. */
final class StoredJobs {

  static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");

  private StoredJobs() {}

  static StoredJob waiting(long place) {
    return in(new JobState.Waiting(), place);
  }

  static StoredJob in(JobState state, long place) {
    return new StoredJob(
        JobId.random(),
        place,
        request(place),
        null,
        Precision.INT8,
        NOW,
        state,
        Wish.NONE,
        JobHistory.NONE);
  }

  static Submission song(long number) {
    return new Submission(request(number), null);
  }

  static SeparationRequest request(long number) {
    return new SeparationRequest(
        Path.of("/music/song " + number + ".flac"),
        Path.of("/music/separated"),
        "htdemucs",
        StemSelection.all(),
        OutputFormat.WAV16,
        new SegmentChoice.Auto(),
        new Overlap.Share(0.25),
        Precision.AUTO,
        ClipMode.RESCALE,
        SeparationRequest.DEFAULT_NAME_TEMPLATE,
        OutputRate.HZ_44100,
        0,
        false,
        Delivery.PLAIN,
        EngineChoice.BUILT_IN);
  }

  static JobStore.Change saved(StoredJob... jobs) {
    return new JobStore.Change(List.of(jobs), List.of(), List.of());
  }
}
