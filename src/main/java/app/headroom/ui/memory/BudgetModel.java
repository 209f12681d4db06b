package app.headroom.ui.memory;

import app.headroom.memory.Forecast;
import app.headroom.memory.Tier;
import app.headroom.queue.Outlook;
import app.headroom.ui.common.Figures;
import app.headroom.ui.common.Messages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleDoubleProperty;

/**
 * The budget for a song and what it leads to. Belongs to the FX thread; needs no toolkit.
 *
 * <p>What the slider says goes to the queue at once; the line under it is made anew whenever the
 * queue has taken it, so that it always says what the queue goes by.
 */
public final class BudgetModel {

  private final Messages messages;
  private final Figures figures;
  private final BudgetScale scale;
  private final Supplier<Outlook> typical;
  private final LongConsumer chosen;
  private final DoubleProperty position = new SimpleDoubleProperty(this, "position");
  private final ReadOnlyStringWrapper value = new ReadOnlyStringWrapper(this, "value", "");
  private final ReadOnlyStringWrapper effect = new ReadOnlyStringWrapper(this, "effect", "");
  private final ReadOnlyDoubleWrapper lastPosition;
  private long mostBytes = Long.MAX_VALUE;
  private long budgetBytes;
  private boolean following;

  /**
   * @param typical what a song of usual length takes with the queue's present settings
   * @param chosen takes another budget
   */
  public BudgetModel(
      Messages messages, BudgetScale scale, Supplier<Outlook> typical, LongConsumer chosen) {
    this.messages = messages;
    this.figures = messages.figures();
    this.scale = scale;
    this.typical = typical;
    this.chosen = chosen;
    lastPosition = new ReadOnlyDoubleWrapper(this, "lastPosition", scale.last());
    position.addListener((moved, before, now) -> moved(now.doubleValue()));
  }

  /** On the scale; bound to the sliders in both directions. */
  public DoubleProperty position() {
    return position;
  }

  /** The highest on the scale that the hard limit allows. */
  public ReadOnlyDoubleProperty lastPosition() {
    return lastPosition.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty value() {
    return value.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty effect() {
    return effect.getReadOnlyProperty();
  }

  /** The queue goes by this budget and this hard limit now; while CRITICAL no song may start. */
  public void follow(long bytes, long killBytes, int jobsAtOnce, Tier tier) {
    mostBytes = killBytes;
    following = true;
    lastPosition.set(scale.position(killBytes));
    following = false;
    if (bytes != budgetBytes) {
      budgetBytes = bytes;
      following = true;
      position.set(scale.position(bytes));
      following = false;
      value.set(figures.memory(bytes));
    }
    effect.set(words(typical.get(), tier == Tier.CRITICAL ? 0 : jobsAtOnce));
  }

  private void moved(double to) {
    long bytes = Math.min(scale.bytes(to), mostBytes);
    if (!following && bytes != budgetBytes) {
      budgetBytes = bytes;
      value.set(figures.memory(bytes));
      chosen.accept(bytes);
    }
  }

  private String words(Outlook outlook, int jobsAtOnce) {
    if (outlook.refusal() != null) {
      return messages.text(
          "budget.too-small",
          figures.memory(budgetBytes),
          figures.memory(outlook.refusal().leastBytes()));
    }
    Forecast forecast = outlook.forecast();
    List<String> parts = new ArrayList<>();
    parts.add(messages.text("budget.segments", figures.seconds(forecast.segment().seconds())));
    Duration time = forecast.time();
    if (time != null) {
      parts.add(messages.text("budget.time", figures.time(time)));
    }
    long fit = Math.clamp(outlook.freeBytes() / Math.max(1, forecast.memoryBytes()), 0, jobsAtOnce);
    parts.add(messages.text("budget.fit", fit));
    return String.join(", ", parts);
  }
}
