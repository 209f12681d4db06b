package app.headroom.app;

import java.lang.management.ManagementFactory;
import javafx.animation.AnimationTimer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how long the program took until its window was drawn. */
final class FirstFrame extends AnimationTimer {

  private static final Logger LOG = LoggerFactory.getLogger(FirstFrame.class);

  private int frames;

  private FirstFrame() {}

  /** On the FX thread, when the window has just been shown. */
  static void log() {
    new FirstFrame().start();
  }

  @Override
  public void handle(long at) {
    // what the first one laid out is drawn when the second begins
    if (++frames == 2) {
      stop();
      long start = ManagementFactory.getRuntimeMXBean().getStartTime();
      LOG.info("the window was drawn {} ms after the start", System.currentTimeMillis() - start);
    }
  }
}
