package app.headroom.models;

/** Told now and then how far something is; must not wait. */
@FunctionalInterface
public interface ByteProgress {

  /**
   * @param totalBytes 0 while it is not known
   */
  void at(long doneBytes, long totalBytes);
}
