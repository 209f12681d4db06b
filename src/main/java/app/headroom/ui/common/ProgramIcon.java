package app.headroom.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** The program's own picture, which the system shows for its windows. */
public final class ProgramIcon {

  /** In pixels; the system takes the one that fits. */
  private static final List<Integer> SIZES = List.of(16, 32, 48, 64, 128, 256);

  private ProgramIcon() {}

  /** On the FX thread. */
  public static void put(Stage stage) {
    Stream<Image> images = SIZES.stream().map(ProgramIcon::image);
    stage.getIcons().setAll(images.toList());
  }

  private static Image image(int size) {
    String name = "icons/" + size + ".png";
    try (InputStream in =
        Objects.requireNonNull(ProgramIcon.class.getResourceAsStream(name), name)) {
      return new Image(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
