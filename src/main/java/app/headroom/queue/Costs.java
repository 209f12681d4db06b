package app.headroom.queue;

import app.headroom.job.SegmentLength;
import app.headroom.memory.CostModel;
import app.headroom.memory.CostStore;
import app.headroom.memory.LearnedCost;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.Observation;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cost model as it is now, and what it learns. Changed by the queue's thread, read by all. */
final class Costs {

  private static final Logger LOG = LoggerFactory.getLogger(Costs.class);

  private final CostStore store;
  private volatile CostModel model;

  Costs(CostStore store) {
    this.store = store;
    this.model = CostModel.of(store.costs());
  }

  CostModel model() {
    return model;
  }

  /**
   * @return whether forecasts may differ from now on
   */
  boolean learn(List<Observation> seen, MemoryPolicy.Costs policy) {
    List<LearnedCost> learned = new ArrayList<>();
    CostModel wiser = model;
    for (Observation one : seen) {
      List<LearnedCost> more = wiser.learn(one, policy);
      for (LearnedCost cost : more) {
        wiser = wiser.with(cost);
      }
      learned.addAll(more);
    }
    if (learned.isEmpty()) {
      return false;
    }
    try {
      learned.forEach(store::save);
      model = CostModel.of(store.costs());
      return true;
    } catch (StoreException e) {
      LOG.warn("what {} lengths took could not be kept: {}", learned.size(), e.getMessage());
      return false;
    }
  }

  /** Lengths of the rungs and of the user's own choice, for a job that starts at {@code start}. */
  static List<SegmentLength> lengths(String engine, SegmentLength start, MemoryPolicy policy) {
    return policy.segments().ladderOf(engine).from(start).toList();
  }
}
