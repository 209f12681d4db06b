package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FxBridgeTest {

  private final Deque<Runnable> toolkit = new ArrayDeque<>();
  private final FxBridge bridge = new FxBridge(toolkit::add);
  private final List<String> received = new ArrayList<>();

  @Test
  void keepsTheNewestAndAsksTheToolkitOnce() {
    Consumer<String> lane = bridge.newest(received::add);
    for (int i = 0; i < 1000; i++) {
      lane.accept("state " + i);
    }
    assertThat(toolkit).hasSize(1);
    pulse();
    assertThat(received).containsExactly("state 999");
  }

  @Test
  void lanesDoNotDropEachOthersValues() {
    Consumer<String> one = bridge.newest(received::add);
    Consumer<String> two = bridge.newest(received::add);
    one.accept("one");
    two.accept("two");
    pulse();
    assertThat(toolkit).isEmpty();
    assertThat(received).containsExactly("one", "two");
  }

  @Test
  void everyTaskRunsAndOneAddedMeanwhileRunsNextTime() {
    bridge.execute(() -> received.add("first"));
    bridge.execute(
        () -> {
          received.add("second");
          bridge.execute(() -> received.add("third"));
        });
    pulse();
    assertThat(received).containsExactly("first", "second");
    pulse();
    assertThat(received).containsExactly("first", "second", "third");
  }

  @Test
  void deliversNothingAfterItIsClosed() {
    Consumer<String> lane = bridge.newest(received::add);
    lane.accept("late");
    bridge.close();
    pulse();
    lane.accept("later");
    assertThat(toolkit).isEmpty();
    assertThat(received).isEmpty();
  }

  private void pulse() {
    List<Runnable> now = new ArrayList<>(toolkit);
    toolkit.clear();
    now.forEach(Runnable::run);
  }
}
