package app.headroom.memory;

import app.headroom.job.SegmentLength;

/** What jobs took at one length, as it is kept in the store. */
public record LearnedCost(CostKey key, SegmentLength length, Cost cost) {}
