package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.memory.Forecast;
import org.jspecify.annotations.Nullable;

/**
 * What a song is going to take if it starts now and alone.
 *
 * @param forecast with the longest segments that budget and machine allow, at worst the shortest
 * @param freeBytes memory that it could get now
 * @param refusal null unless the budget is too small even for the shortest segments
 */
public record Outlook(
    Forecast forecast, long freeBytes, JobFailure.@Nullable BudgetTooSmall refusal) {}
