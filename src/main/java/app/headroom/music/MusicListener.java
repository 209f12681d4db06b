package app.headroom.music;

import app.headroom.job.Music;
import app.headroom.job.Stem;
import java.util.List;

/**
 * Hears tempo and key of a song from its stems at 44.1 kHz, which come in order, some frames at a
 * time. The tempo is that of the drums, or of the whole where they are missing or have no beat; the
 * key is that of all that is not drums. One thread at a time; about two milliseconds a second of
 * sound.
 */
public final class MusicListener {

  /** Of the whole song's energy; drums below are what the network has left over. */
  private static final double LEAST_DRUMS = 1e-3;

  private static final int PIECE_FRAMES = 1024;

  private final int stems;
  private final int drums;
  private final TempoListener drumBeat = new TempoListener();
  private final TempoListener beat = new TempoListener();
  private final KeyListener tones = new KeyListener();
  private final float[] drumPiece = new float[PIECE_FRAMES];
  private final float[] restPiece = new float[PIECE_FRAMES];
  private final float[] wholePiece = new float[PIECE_FRAMES];

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
    for (int done = 0; done < count; done += PIECE_FRAMES) {
      addPiece(frames, done, Math.min(PIECE_FRAMES, count - done));
    }
  }

  private void addPiece(float[] frames, int from, int count) {
    float[] ofDrums = drumPiece;
    float[] ofRest = restPiece;
    float[] ofAll = wholePiece;
    int channels = 2 * stems;
    int drumsAt = 2 * drums;
    int at = from * channels;
    for (int i = 0; i < count; i++) {
      float drum = 0;
      float rest = 0;
      for (int channel = 0; channel < channels; channel += 2, at += 2) {
        float mono = (frames[at] + frames[at + 1]) / 2;
        if (channel == drumsAt) {
          drum = mono;
        } else {
          rest += mono;
        }
      }
      ofDrums[i] = drum;
      ofRest[i] = rest;
      ofAll[i] = drum + rest;
    }
    drumBeat.add(ofDrums, count);
    beat.add(ofAll, count);
    tones.add(ofRest, count);
  }

  public Music music() {
    TempoListener.Tempo ofDrums =
        drumBeat.energy() > LEAST_DRUMS * beat.energy() ? drumBeat.tempo() : null;
    TempoListener.Tempo tempo = ofDrums == null ? beat.tempo() : ofDrums;
    return new Music(tempo == null ? null : tempo.bpm(), tones.key());
  }
}
