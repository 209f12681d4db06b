package app.headroom.ui.common;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The one way onto the FX thread. Other threads hand over immutable values; however many they hand
 * over, at most one call to the toolkit is pending. A {@linkplain #newest lane} keeps only the
 * newest value: its values are whole states, so that the last one always tells everything, terminal
 * states too. What must arrive one by one (the result of something that the user asked for) goes
 * through {@link #execute}; who does so bounds how many.
 *
 * <p>Safe from any thread. After {@link #close} nothing is delivered any more.
 */
public final class FxBridge implements Executor {

  private final Executor toolkit;
  private final List<Lane<?>> lanes = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile boolean closed;

  public FxBridge() {
    this(Platform::runLater);
  }

  /** With another toolkit than JavaFX, for tests without one. */
  public FxBridge(Executor toolkit) {
    this.toolkit = toolkit;
  }

  /**
   * A lane that delivers the newest of the values it is given.
   *
   * @param receiver called on the FX thread
   */
  public <T> Consumer<T> newest(Consumer<T> receiver) {
    Lane<T> lane = new Lane<>(receiver);
    lanes.add(lane);
    return value -> {
      lane.value.set(value);
      schedule();
    };
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    schedule();
  }

  public void close() {
    closed = true;
    tasks.clear();
  }

  private void schedule() {
    if (!closed && pending.compareAndSet(false, true)) {
      toolkit.execute(this::deliver);
    }
  }

  private void deliver() {
    // First, so that whatever comes from here on schedules anew and nothing is left lying.
    pending.set(false);
    if (closed) {
      return;
    }
    lanes.forEach(Lane::deliver);
    // Only as many as there are now: a task that adds another must not hold the thread.
    for (int left = tasks.size(); left > 0; left--) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private static final class Lane<T> {
    final AtomicReference<@Nullable T> value = new AtomicReference<>();
    final Consumer<T> receiver;

    Lane(Consumer<T> receiver) {
      this.receiver = receiver;
    }

    void deliver() {
      T newest = value.getAndSet(null);
      if (newest != null) {
        receiver.accept(newest);
      }
    }
  }
}
