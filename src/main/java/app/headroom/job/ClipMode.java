package app.headroom.job;

/** What happens when a stem's samples leave the range from -1 to 1. */
public enum ClipMode {
  /** One gain for all stems of the song, so that they still sum to the (scaled) mix. */
  RESCALE,
  /** Samples outside are cut to the range. */
  CLAMP,
  /** Nothing; only a float format keeps such samples. */
  NONE
}
