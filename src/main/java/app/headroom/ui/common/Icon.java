package app.headroom.ui.common;

import javafx.scene.shape.SVGPath;

/** The signs on buttons, drawn on a field of 16 by 16; coloured by CSS ({@code .icon}). */
public enum Icon {
  PAUSE("M4.5 2.5h2.6v11H4.5zM9 2.5h2.6v11H9z", false),
  PLAY("M4.5 2.2 13.2 8l-8.7 5.8z", false),
  CLOSE("M4 4l8 8M12 4l-8 8", true),
  RETRY("M13 8a5 5 0 1 1-1.7-3.75M13 1.8v3.1H9.9", true),
  NOTE(
      "M6 12.2V3.6l7-1.6v8.6M6 12.2a1.8 1.6 0 1 1-3.6 0a1.8 1.6 0 1 1 3.6 0M13 10.6"
          + "a1.8 1.6 0 1 1-3.6 0a1.8 1.6 0 1 1 3.6 0",
      true),
  HELP("M5.6 5.9a2.5 2.5 0 1 1 3.7 2.2c-.8.45-1.3.95-1.3 1.9M8 12.6v.3", true),
  MORE(
      "M1.9 8a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0M6.7 8a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6"
          + " 0M11.5 8a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0",
      false),
  SETTINGS(
      "M2 4.5h6.4M12 4.5h2M2 11.5h2M7.6 11.5H14M12 4.5a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0"
          + "M7.6 11.5a1.8 1.8 0 1 1-3.6 0a1.8 1.8 0 1 1 3.6 0",
      true),
  DROP(
      "M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2 11v1.6A1.4 1.4 0 0 0 3.4 14h9.2a1.4 1.4 0 0 0 1.4-1.4V11",
      true),
  EXPORT(
      "M8 9.5V2M4.8 5.2 8 2l3.2 3.2M2 11v1.6A1.4 1.4 0 0 0 3.4 14h9.2a1.4 1.4 0 0 0 1.4-1.4V11",
      true),
  CHEVRON_DOWN("M4 6l4 4 4-4", true),
  CHEVRON_UP("M4 10l4-4 4 4", true),
  FOLDER(
      "M1.8 4.2c0-.7.5-1.2 1.2-1.2h3l1.5 1.6H13c.7 0 1.2.5 1.2 1.2v5.9c0 .7-.5 1.2-1.2 1.2H3"
          + "c-.7 0-1.2-.5-1.2-1.2z",
      true),
  COPY("M5.8 5.8h7.7v7.7H5.8zM10.2 3.3V2.5H2.5v7.7h.8", true),
  WARNING("M8 2.2 14.6 13.6H1.4zM8 6.4v3.4M8 11.7v.1", true),
  UP("M8 13V3.5M4 7l4-4 4 4", true),
  CHECK("M3 8.4l3.3 3.3L13 4.8", true);

  private final String path;
  private final boolean line;

  Icon(String path, boolean line) {
    this.path = path;
    this.line = line;
  }

  /** A new node that shows the sign. */
  public SVGPath node() {
    SVGPath shape = new SVGPath();
    shape.setContent(path);
    shape.getStyleClass().addAll("icon", line ? "line" : "solid");
    shape.setMouseTransparent(true);
    return shape;
  }
}
