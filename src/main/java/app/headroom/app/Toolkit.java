package app.headroom.app;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/**
 * JavaFX, on its way up while the rest of the program is made: each takes about as long as the
 * other.
 */
final class Toolkit {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CompletableFuture<Void> up = new CompletableFuture<>();

  private Toolkit() {}

  /** Returns at once. */
  static Toolkit start() {
    Toolkit toolkit = new Toolkit();
    Thread.ofPlatform().daemon().name("toolkit start").start(toolkit::bringUp);
    return toolkit;
  }

  private void bringUp() {
    try {
      try {
        Platform.startup(() -> {});
      } catch (IllegalStateException _) {
        // it runs already
      }
      Platform.setImplicitExit(false);
      up.complete(null);
    } catch (RuntimeException | Error e) {
      up.completeExceptionally(e);
    }
  }

  /** On the FX thread as soon as there is one. What goes wrong ends {@code result} too. */
  void run(Runnable task, CompletableFuture<?> result) {
    var _ =
        up.whenComplete(
            (_, failure) -> {
              if (failure == null) {
                Platform.runLater(() -> runCarefully(task, result));
              } else {
                result.completeExceptionally(failure);
              }
            });
  }

  /** Until it is up, since a program that ends before prints how that surprised it. */
  void await() {
    var _ =
        up.handle((_, _) -> true)
            .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .join();
  }

  private static void runCarefully(Runnable task, CompletableFuture<?> result) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }
}
