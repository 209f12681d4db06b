package app.headroom.ui.queue;

import app.headroom.ui.common.Messages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/**
 * The messages above the list, the newest in sight and how many stand behind it, so that they never
 * take the list's place. Belongs to the FX thread.
 */
final class NoticeStack {

  private static final int MOST = 20;

  private final Messages messages;
  private final VBox place;
  private final Deque<Notice> notices = new ArrayDeque<>();
  private boolean compact;

  NoticeStack(Messages messages, VBox place) {
    this.messages = messages;
    this.place = place;
    place.managedProperty().bind(Bindings.isNotEmpty(place.getChildren()));
  }

  /** Above the messages, and always there. */
  void pin(Node node) {
    place.getChildren().addFirst(node);
  }

  void tell(Notice.Kind kind, String title, List<String> lines) {
    Notice notice = new Notice(kind, title, lines);
    notices.addFirst(notice.closing(messages.text("notice.close"), () -> close(notice)));
    if (notices.size() > MOST) {
      notices.removeLast();
    }
    show();
  }

  /** Whether there is little room. */
  void compact(boolean now) {
    compact = now;
    notices.forEach(notice -> notice.compact(now));
  }

  private void close(Notice notice) {
    notices.remove(notice);
    show();
  }

  private void next() {
    notices.addLast(notices.removeFirst());
    show();
  }

  private void show() {
    place.getChildren().removeIf(Notice.class::isInstance);
    Notice first = notices.peekFirst();
    if (first != null) {
      int behind = notices.size() - 1;
      first.compact(compact);
      first.others(behind == 0 ? "" : messages.text("notice.others", behind), this::next);
      place.getChildren().add(first);
    }
  }
}
