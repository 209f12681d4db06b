package app.headroom.queue;

import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the queue's own classes share.
 *
 * @param queueThread runs what it is given on the queue's thread, in order; safe from any thread
 * @param changed to be called on the queue's thread when another job might start
 */
record Means(
    QueueParts parts,
    Supplier<QueueSettings> settings,
    EventHub events,
    Roster roster,
    Overseer overseer,
    Costs costs,
    Discards discards,
    Batch batch,
    Alarms alarms,
    Executor queueThread,
    Runnable changed) {}
