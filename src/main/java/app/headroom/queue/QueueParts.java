package app.headroom.queue;

import app.headroom.memory.CostStore;
import app.headroom.memory.Sampler;
import java.time.InstantSource;

/**
 * What the queue works with. It closes the store, and nothing else.
 *
 * @param commands tells the user's own commands from one another
 * @param sampler started
 * @param cleanUpApplication gives back what this process can give back; called on a thread of the
 *     queue's own, seldom
 * @param cores physical cores of the machine, at least 1
 */
public record QueueParts(
    JobStore store,
    CostStore costs,
    WorkerLauncher launcher,
    OrphanEnding orphans,
    JobFiles files,
    StemLayout layout,
    CommandIdentity commands,
    Sampler sampler,
    Runnable cleanUpApplication,
    int cores,
    InstantSource clock) {}
