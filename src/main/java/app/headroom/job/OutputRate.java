package app.headroom.job;

/** The sample rate of the stems. */
public enum OutputRate {
  /** The rate at which Demucs works. */
  HZ_44100,
  /** The rate of the source file; stems then have exactly the source's number of frames. */
  SOURCE
}
