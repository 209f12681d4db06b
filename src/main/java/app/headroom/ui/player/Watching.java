package app.headroom.ui.player;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;

/** Listeners that can be taken away together. */
final class Watching implements AutoCloseable {

  private final List<Runnable> ends = new ArrayList<>();

  /** Tells the value as it is now, and then each change. */
  <T> void watch(ObservableValue<T> value, Consumer<? super T> receiver) {
    ChangeListener<T> listener = (_, _, now) -> receiver.accept(now);
    value.addListener(listener);
    ends.add(() -> value.removeListener(listener));
    receiver.accept(value.getValue());
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
    ends.clear();
  }
}
