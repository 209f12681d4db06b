package app.headroom.player;

/**
 * For practising: the tempo changes without the pitch, the pitch without the tempo.
 *
 * @param tempo 1 is as recorded, 0.5 half as fast
 * @param semitones how much higher
 */
public record Practice(double tempo, int semitones) {

  public static final double SLOWEST = 0.5;
  public static final double FASTEST = 1.5;
  public static final int MOST_SEMITONES = 6;

  public static final Practice AS_RECORDED = new Practice(1, 0);

  public Practice {
    tempo = Math.clamp(tempo, SLOWEST, FASTEST);
    semitones = Math.clamp(semitones, -MOST_SEMITONES, MOST_SEMITONES);
  }

  public boolean asRecorded() {
    return tempo == 1 && semitones == 0;
  }

  /** How many times as high every frequency becomes. */
  public double pitch() {
    return Math.pow(2, semitones / 12.0);
  }

  /** How long a song of so many frames becomes. */
  public long framesOf(long frames) {
    return Math.round(frames / tempo);
  }
}
