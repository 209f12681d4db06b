package app.headroom.audio;

import java.io.IOException;

/** Tells a full disk from other troubles. */
@SuppressWarnings("DoNotCallSuggester")
public final class DiskSpace {

  private DiskSpace() {}

  /** Whether this failure to write means that the disk, or the user's share of it, is full. */
  public static boolean isFull(IOException e) {
    throw new UnsupportedOperationException();
  }
}
