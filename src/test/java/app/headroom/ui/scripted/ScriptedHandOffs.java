package app.headroom.ui.scripted;

import app.headroom.queue.HandOffs;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Keeps what is asked for, and says what it is told to. */
public final class ScriptedHandOffs implements HandOffs {

  public final List<Order> orders = new CopyOnWriteArrayList<>();
  private final List<Consumer<News>> listeners = new CopyOnWriteArrayList<>();

  @Override
  public void make(Order order, Consumer<News> listener) {
    orders.add(order);
    listeners.add(listener);
  }

  /** To whoever has asked last. */
  public void say(News news) {
    listeners.getLast().accept(news);
  }

  @Override
  public void close() {}
}
