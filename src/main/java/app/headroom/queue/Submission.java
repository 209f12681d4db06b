package app.headroom.queue;

import app.headroom.job.SeparationRequest;
import app.headroom.job.SourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * A song to be added.
 *
 * @param source what a probe found in it, or null where it was not probed; then there is no
 *     forecast of time and disk before it is decoded
 */
public record Submission(SeparationRequest request, @Nullable SourceInfo source) {}
