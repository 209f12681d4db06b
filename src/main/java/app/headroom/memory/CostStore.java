package app.headroom.memory;

import java.util.List;

/** Keeps what the cost model learns; implemented by {@code store}. Used by the queue's thread. */
public interface CostStore {

  /** All that was saved and can be read. */
  List<LearnedCost> costs();

  /** Replaces what was kept under the same key and length. */
  void save(LearnedCost cost);
}
