package app.headroom.ui.player;

import app.headroom.ui.common.FxBridge;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Asks what may wait for a disk on a thread of its own, one question after the other, and gives the
 * answers to the FX thread in that order.
 */
final class Background implements AutoCloseable {

  private final FxBridge bridge;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("player files").factory());

  interface Question<T> {
    T ask() throws IOException;
  }

  Background(FxBridge bridge) {
    this.bridge = bridge;
  }

  <T> void ask(Question<T> question, Consumer<T> receiver) {
    ask(question, receiver, e -> {});
  }

  <T> void ask(Question<T> question, Consumer<T> receiver, Consumer<IOException> trouble) {
    try {
      thread.execute(
          () -> {
            try {
              T answer = question.ask();
              bridge.execute(() -> receiver.accept(answer));
            } catch (IOException e) {
              bridge.execute(() -> trouble.accept(e));
            }
          });
    } catch (RejectedExecutionException _) {
      // the window is being closed
    }
  }

  /** Does not wait for what is being asked. */
  @Override
  public void close() {
    thread.shutdown();
  }
}
