package app.headroom.memory;

import app.headroom.job.SegmentLength;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a job is going to take.
 *
 * @param segment length of its first segment
 * @param memoryBytes peak of its process tree
 * @param time null while the length of the song is not known
 * @param spoolBytes room that it takes on the spool's disk until it is done, its stem files not
 *     counted; null while the length of the song is not known
 */
public record Forecast(
    SegmentLength segment, long memoryBytes, @Nullable Duration time, @Nullable Long spoolBytes) {

  /** At 44.1 kHz, two channels. */
  private static final double SAMPLES_PER_SECOND = SegmentLength.SAMPLE_RATE_HZ * 2.0;

  /** What the candidate takes at this length. */
  public static Forecast of(Candidate candidate, SegmentLength segment, CostModel costs) {
    Double audio = candidate.audioSeconds();
    return new Forecast(
        segment,
        costs.peakBytes(candidate.key(), segment),
        audio == null ? null : time(audio, candidate, segment, costs),
        audio == null
            ? null
            : Long.valueOf(Math.round(audio * spoolBytesPerSecond(candidate.stems()))));
  }

  /**
   * The share that the next segment repeats; pieces of a command overlap by no more than a segment
   * of the network would.
   */
  private static double repeated(Candidate candidate, SegmentLength segment) {
    double shorter = SegmentLength.LADDER.getFirst().seconds() / segment.seconds();
    return candidate.key().ofCommand()
        ? candidate.overlap().shareOfCommand() * Math.min(1, shorter)
        : candidate.overlap().share(segment.frames());
  }

  /** The song and the stems, of which more than four are kept with 24 bits instead of 32. */
  private static double spoolBytesPerSecond(int stems) {
    return SAMPLES_PER_SECOND * (4 + stems * (stems > 4 ? 3 : 4));
  }

  private static Duration time(
      double audioSeconds, Candidate candidate, SegmentLength segment, CostModel costs) {
    double work =
        candidate.passes()
            * audioSeconds
            / (1 - repeated(candidate, segment))
            * costs.seconds(candidate.key(), segment, candidate.threads());
    return Duration.ofMillis(
        Math.round(
            1000
                * (ShippedCosts.START_SECONDS
                    + audioSeconds * ShippedCosts.CODING_SECONDS
                    + work)));
  }
}
