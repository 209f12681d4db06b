package app.headroom.ui.settings;

import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The settings while the window is open. Changed on the FX thread; kept by {@code keeper} on a
 * thread of the desk's own, the newest only, never two at a time.
 */
public final class SettingsDesk implements AutoCloseable {

  private final ReadOnlyObjectWrapper<Settings> settings;
  private final Consumer<Settings> keeper;
  private final AtomicReference<@Nullable Settings> unkept = new AtomicReference<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("settings-keeper").factory());

  /**
   * @param keeper writes the settings where they are found at the next start
   */
  public SettingsDesk(Settings settings, Consumer<Settings> keeper) {
    this.settings = new ReadOnlyObjectWrapper<>(this, "settings", settings);
    this.keeper = keeper;
  }

  public ReadOnlyObjectProperty<Settings> settings() {
    return settings.getReadOnlyProperty();
  }

  public <T> T get(Setting<T> setting) {
    return settings.get().get(setting);
  }

  public <T> void set(Setting<T> setting, T value) {
    if (!value.equals(get(setting))) {
      change(settings.get().with(setting, value));
    }
  }

  public void reset(Setting<?> setting) {
    if (settings.get().isChosen(setting)) {
      change(settings.get().without(setting));
    }
  }

  private void change(Settings next) {
    settings.set(next);
    if (unkept.getAndSet(next) == null && !thread.isShutdown()) {
      thread.execute(this::keep);
    }
  }

  private void keep() {
    Settings newest = unkept.getAndSet(null);
    if (newest != null) {
      keeper.accept(newest);
    }
  }

  /** Keeps what is not kept yet; returns at once. */
  @Override
  public void close() {
    thread.shutdown();
  }

  /**
   * Waits until everything is kept, after {@link #close} and not on the FX thread.
   *
   * @return false if that took longer
   */
  public boolean awaitKept(Duration patience) throws InterruptedException {
    return thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
  }
}
