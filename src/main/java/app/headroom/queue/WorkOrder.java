package app.headroom.queue;

import app.headroom.job.JobId;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;

/**
 * One attempt at a job.
 *
 * @param precision FP32 or INT8, decided; a job keeps it over all attempts
 * @param segment length of the first segment
 * @param threads compute threads, at least 1
 * @param provider what it is to be computed on
 */
public record WorkOrder(
    JobId id,
    SeparationRequest request,
    Precision precision,
    SegmentLength segment,
    int threads,
    Provider provider) {}
