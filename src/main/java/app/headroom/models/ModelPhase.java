package app.headroom.models;

/** What is being done to make a model ready. */
public enum ModelPhase {
  /** Another process is at it. */
  WAITING,
  /** Comparing what is stored with its digests. */
  CHECKING,
  FETCHING,
  UNPACKING,
  /** Weights to canonical form and to graphs, in a process of its own. */
  PREPARING
}
