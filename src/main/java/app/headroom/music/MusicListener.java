package app.headroom.music;

import app.headroom.job.Music;
import app.headroom.job.Stem;
import java.util.List;

/**
 * Hears tempo and key of a song from its stems at 44.1 kHz, which come in order, some frames at a
 * time. The tempo is that of the drums, or of the whole where they are missing or have no beat; the
 * key is that of all that is not drums. One thread; about a millisecond a second of sound.
 */
public final class MusicListener {

  /** Of the whole song's energy; drums below are what the network has left over. */
  private static final double LEAST_DRUMS = 1e-3;

  private final int stems;
  private final int drums;
  private final TempoListener drumBeat = new TempoListener();
  private final TempoListener beat = new TempoListener();
  private final KeyListener tones = new KeyListener();

  /**
   * @param modelStems in the frames' order
   */
  public MusicListener(List<Stem> modelStems) {
    this.stems = modelStems.size();
    this.drums = modelStems.indexOf(Stem.DRUMS);
  }

  /**
   * @param frames of each frame every stem's left and right sample
   */
  public void add(float[] frames, int count) {
    for (int i = 0; i < count; i++) {
      float rest = 0;
      float ofDrums = 0;
      for (int stem = 0; stem < stems; stem++) {
        int at = 2 * (i * stems + stem);
        float mono = (frames[at] + frames[at + 1]) / 2;
        if (stem == drums) {
          ofDrums = mono;
        } else {
          rest += mono;
        }
      }
      drumBeat.add(ofDrums);
      beat.add(ofDrums + rest);
      tones.add(rest);
    }
  }

  public Music music() {
    TempoListener.Tempo ofDrums =
        drumBeat.energy() > LEAST_DRUMS * beat.energy() ? drumBeat.tempo() : null;
    TempoListener.Tempo tempo = ofDrums == null ? beat.tempo() : ofDrums;
    return new Music(tempo == null ? null : tempo.bpm(), tones.key());
  }
}
