package app.headroom.worker;

import app.headroom.demucs.Cutting;
import app.headroom.demucs.MixLevel;
import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Overlap;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What separates, loaded when it is needed and unloaded when its memory is. Used by the working
 * thread alone.
 */
interface Engine extends AutoCloseable {

  boolean loaded(Path graph);

  /**
   * Loaded, if it is not yet.
   *
   * @param graph which one, where an engine has several
   */
  StemNetwork network(Path graph) throws IOException;

  /**
   * Its network has failed on a segment.
   *
   * @return whether the segment may be tried again, with the network loaded anew
   */
  boolean failed(SeparationException failure);

  /** How it wants a song to be cut. */
  Cutting cutting(Overlap overlap);

  /** The level at which it wants the song, given the song's. */
  MixLevel level(MixLevel ofSong);

  /** Gives back what is not needed until the next segment. */
  void trim();

  /** Unloads; the next use loads again. */
  @Override
  void close();
}
