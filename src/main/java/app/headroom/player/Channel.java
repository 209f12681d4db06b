package app.headroom.player;

/**
 * One stem's place in the mix.
 *
 * @param levelDb {@link #LOWEST_DB} is silence
 * @param pan -1 is left, 1 is right
 */
public record Channel(double levelDb, double pan, boolean solo, boolean mute) {

  /** From here down nothing is heard. */
  public static final double LOWEST_DB = -60;

  public static final double HIGHEST_DB = 6;

  public static final Channel NEUTRAL = new Channel(0, 0, false, false);

  public Channel {
    levelDb = Math.clamp(levelDb, LOWEST_DB, HIGHEST_DB);
    pan = Math.clamp(pan, -1, 1);
  }

  public Channel withLevel(double db) {
    return new Channel(db, pan, solo, mute);
  }

  public Channel withPan(double to) {
    return new Channel(levelDb, to, solo, mute);
  }

  public Channel withSolo(boolean on) {
    return new Channel(levelDb, pan, on, mute);
  }

  public Channel withMute(boolean on) {
    return new Channel(levelDb, pan, solo, on);
  }

  /**
   * Of level and pan alone. Stems are stereo, so pan is balance: in the middle both sides are left
   * as they are, and to one side the other fades out along a cosine.
   */
  Gain gain() {
    if (levelDb <= LOWEST_DB) {
      return Gain.NONE;
    }
    double level = Math.pow(10, levelDb / 20);
    double fading = Math.abs(pan) == 1 ? 0 : Math.cos(pan * Math.PI / 2);
    double left = pan > 0 ? fading : 1;
    double right = pan < 0 ? fading : 1;
    return new Gain((float) (level * left), (float) (level * right));
  }
}
