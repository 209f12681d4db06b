package app.headroom.job;

/** Who chooses the segment length. */
public sealed interface SegmentChoice {

  /** The memory policy does. */
  record Auto() implements SegmentChoice {}

  /** The user did: the job starts with it, and the policy may still go below it under pressure. */
  record Fixed(SegmentLength length) implements SegmentChoice {}
}
