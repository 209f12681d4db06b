package app.headroom.player;

/** What a stem's left and right samples are multiplied by. */
public record Gain(float left, float right) {

  public static final Gain NONE = new Gain(0, 0);
  public static final Gain UNITY = new Gain(1, 1);
}
