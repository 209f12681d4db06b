package app.headroom.protocol;

import app.headroom.job.Extras;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a worker says to the application, one JSON object a line on the worker's stdout. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkerEvent.Hello.class, name = "hello"),
  @JsonSubTypes.Type(value = WorkerEvent.Probed.class, name = "probed"),
  @JsonSubTypes.Type(value = WorkerEvent.ProbeFailed.class, name = "probe-failed"),
  @JsonSubTypes.Type(value = WorkerEvent.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = WorkerEvent.SourceDecoded.class, name = "source-decoded"),
  @JsonSubTypes.Type(value = WorkerEvent.Resumed.class, name = "resumed"),
  @JsonSubTypes.Type(value = WorkerEvent.SegmentDone.class, name = "segment-done"),
  @JsonSubTypes.Type(value = WorkerEvent.Alive.class, name = "alive"),
  @JsonSubTypes.Type(value = WorkerEvent.Noted.class, name = "noted"),
  @JsonSubTypes.Type(value = WorkerEvent.CleanedUp.class, name = "cleaned-up"),
  @JsonSubTypes.Type(value = WorkerEvent.Held.class, name = "held"),
  @JsonSubTypes.Type(value = WorkerEvent.Unloaded.class, name = "unloaded"),
  @JsonSubTypes.Type(value = WorkerEvent.Stopped.class, name = "stopped"),
  @JsonSubTypes.Type(value = WorkerEvent.Prepared.class, name = "prepared"),
  @JsonSubTypes.Type(value = WorkerEvent.Unpacked.class, name = "unpacked"),
  @JsonSubTypes.Type(value = WorkerEvent.MixExported.class, name = "mix-exported"),
  @JsonSubTypes.Type(value = WorkerEvent.HandedOff.class, name = "handed-off"),
  @JsonSubTypes.Type(value = WorkerEvent.Finished.class, name = "finished"),
  @JsonSubTypes.Type(value = WorkerEvent.Failed.class, name = "failed"),
})
public sealed interface WorkerEvent {

  /** The first line of every worker. */
  record Hello(int protocol, long pid) implements WorkerEvent {}

  record Probed(String requestId, SourceInfo source) implements WorkerEvent {}

  record ProbeFailed(String requestId, JobFailure failure) implements WorkerEvent {}

  /**
   * Within a phase, at most a few times a second. {@code totalUnits} is 0 while it is not known.
   */
  record Progress(Phase phase, long doneUnits, long totalUnits) implements WorkerEvent {}

  /** The whole source lies in the spool. */
  record SourceDecoded(SourceInfo source, long frames, long wallMillis) implements WorkerEvent {}

  /** A checkpoint was found and is gone on from. */
  record Resumed(long doneFrames, long totalFrames) implements WorkerEvent {}

  /**
   * One segment is done, its finished frames are forced to disk and the checkpoint is replaced.
   *
   * @param index counts the segments of this song from 0, across resumes
   * @param doneFrames frames of the song at 44.1 kHz that are final; where it goes through several
   *     networks, as many as that much of the work is worth
   * @param segmentFrames the length this segment had
   * @param wallMillis from its start to its checkpoint
   */
  record SegmentDone(
      long index, long doneFrames, long totalFrames, int segmentFrames, long wallMillis)
      implements WorkerEvent {}

  /** Nothing new, but not dead: sent every half minute while held. */
  record Alive() implements WorkerEvent {}

  /** Something that the user may want to know afterwards, in one plain sentence. */
  record Noted(String note) implements WorkerEvent {}

  record CleanedUp() implements WorkerEvent {}

  record Held(long doneFrames) implements WorkerEvent {}

  record Unloaded() implements WorkerEvent {}

  /** The answer to {@link WorkerCommand.Stop}; the worker then exits with 0. */
  record Stopped(long doneFrames) implements WorkerEvent {}

  /**
   * Built, or found as built before.
   *
   * @param graphs a file by the precision's name in lower case
   * @param stems what they give, in the order of their outputs
   */
  record Prepared(Map<String, Path> graphs, List<Stem> stems) implements WorkerEvent {}

  /** All stems lie in the spool. */
  record Unpacked(long frames) implements WorkerEvent {}

  /**
   * The mix lies under its final name.
   *
   * @param gain what all of it was multiplied by so that nothing clips, 1 where that was not needed
   */
  record MixExported(Path file, double gain) implements WorkerEvent {}

  /**
   * Files for other programs lie under their final names.
   *
   * @param files at least one; what could not be made was noted
   */
  record HandedOff(Map<HandOff, Path> files) implements WorkerEvent {}

  /**
   * All stems lie under their final names.
   *
   * @param stems file by stem id, in the order of the model ({@code vocals}, {@code no_vocals} for
   *     two)
   * @param frames length of each stem in its own sample rate
   * @param gain the one gain that all stems got, 1 where none was needed
   * @param segments how many segments the song took, across resumes
   * @param peakRssBytes the highest resident memory that the system recorded for this worker, or
   *     null where it records none
   * @param millis wall time of this worker by phase id
   * @param extras what there is besides the stems
   */
  record Finished(
      Map<String, Path> stems,
      long frames,
      int sampleRateHz,
      double audioSeconds,
      double gain,
      long segments,
      @Nullable Long peakRssBytes,
      Map<String, Long> millis,
      Extras extras)
      implements WorkerEvent {

    public Finished {
      extras = Extras.of(extras);
    }
  }

  /** The last line of a worker that could not do its order; it then exits with 1. */
  record Failed(JobFailure failure) implements WorkerEvent {}
}
