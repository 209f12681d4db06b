package app.headroom.audio;

/**
 * The form of {@link Spool#waveform}: for every block of {@link #BLOCK_FRAMES} frames, for every
 * stem, the lowest and the highest sample of either channel as little-endian int16 (times 32767,
 * clamped). Only whole blocks are written.
 */
public final class WaveformPeaks {

  public static final int BLOCK_FRAMES = 1024;

  private WaveformPeaks() {}
}
