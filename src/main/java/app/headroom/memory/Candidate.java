package app.headroom.memory;

import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import org.jspecify.annotations.Nullable;

/**
 * A job that would like to start.
 *
 * @param choice of the user
 * @param atMost not to be exceeded, because the job was killed above it; or null
 * @param audioSeconds what is still to be done, or null where it is not known
 * @param overlap how much of a segment the next one repeats
 * @param threads compute threads
 * @param stems of the model
 * @param passes how often the song goes through one of the model's networks
 */
public record Candidate(
    JobId id,
    CostKey key,
    SegmentChoice choice,
    @Nullable SegmentLength atMost,
    @Nullable Double audioSeconds,
    Overlap overlap,
    int threads,
    int stems,
    int passes,
    JobLimits limits) {}
