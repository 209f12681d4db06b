package app.headroom.ui.scripted;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** Pictures for songs that do not exist: two colours each. */
final class Covers {

  private static final Map<String, Color[]> KNOWN =
      Map.of(
          "Harbour Lights.flac", colours(0x8f55ff, 0x2b1258),
          "Paper Moons (live, full set).flac", colours(0xff9c55, 0xc03a2b),
          "Ninety Nine.flac", colours(0x16a08c, 0x33ee77),
          "Slow Machines.flac", colours(0x466ab8, 0x1c2c52));

  private Covers() {}

  private static Color[] colours(int from, int to) {
    return new Color[] {new Color(from), new Color(to)};
  }

  static byte[] png(String name) {
    Color[] colours = KNOWN.get(name);
    if (colours == null) {
      float hue = Math.floorMod(name.hashCode(), 360) / 360f;
      colours =
          new Color[] {
            Color.getHSBColor(hue, 0.55f, 0.85f), Color.getHSBColor(hue + 0.08f, 0.7f, 0.4f)
          };
    }
    BufferedImage image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(new GradientPaint(0, 0, colours[0], 300, 300, colours[1]));
    graphics.fillRect(0, 0, 300, 300);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
