package app.headroom.ui.queue;

import app.headroom.job.JobState;
import app.headroom.ui.common.Icon;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What can be done to a song in the list. In the order of the menu. */
public enum RowAction {
  PAUSE(Icon.PAUSE, "Space"),
  RESUME(Icon.PLAY, "Space"),
  RETRY(Icon.RETRY, "Shortcut+R"),
  PLAY(Icon.NOTE, "Shortcut+P"),
  SHOW_IN_FOLDER(Icon.FOLDER, "Shortcut+O"),
  COPY_STEMS(Icon.COPY, "Shortcut+C"),
  EXPORT(Icon.EXPORT, "Shortcut+E"),
  CANCEL(Icon.CLOSE, "Shift+Delete"),
  COPY_DETAILS(Icon.HELP, "Shortcut+Shift+C"),
  MOVE_TO_TOP(Icon.UP, "Alt+Home"),
  REMOVE(Icon.CLOSE, "Delete");

  private final Icon icon;
  private final String keys;

  RowAction(Icon icon, String keys) {
    this.icon = icon;
    this.keys = keys;
  }

  /** As {@link javafx.scene.input.KeyCombination#valueOf} reads it. */
  String keys() {
    return keys;
  }

  Icon icon() {
    return icon;
  }

  /** Of its text in the bundle. */
  String key() {
    return "action." + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it makes sense for a job in that state. */
  boolean suits(JobState state) {
    return switch (this) {
      case PAUSE ->
          state instanceof JobState.Running
              || state instanceof JobState.Waiting
              || state instanceof JobState.Parked;
      case RESUME -> state instanceof JobState.Paused || state instanceof JobState.Parked;
      case RETRY -> state instanceof JobState.Failed || state instanceof JobState.Cancelled;
      // what is separated of a song can be heard before it is finished
      case PLAY ->
          state instanceof JobState.Finished
              || state instanceof JobState.Running
              || state instanceof JobState.Paused
              || state instanceof JobState.Parked;
      case SHOW_IN_FOLDER, COPY_STEMS, EXPORT -> state instanceof JobState.Finished;
      case CANCEL, MOVE_TO_TOP -> !state.terminal();
      case COPY_DETAILS -> state instanceof JobState.Failed || state instanceof JobState.Finished;
      case REMOVE -> state.terminal();
    };
  }

  static Set<RowAction> suiting(JobState state) {
    Set<RowAction> actions = new TreeSet<>();
    Arrays.stream(values()).filter(action -> action.suits(state)).forEach(actions::add);
    return actions;
  }

  /** The one on the row itself. */
  static RowAction first(JobState state, boolean retryable) {
    return switch (state) {
      case JobState.Waiting _ -> CANCEL;
      case JobState.Running _, JobState.Parked _ -> PAUSE;
      case JobState.Paused _ -> RESUME;
      case JobState.Finished _ -> SHOW_IN_FOLDER;
      case JobState.Failed _ -> retryable ? RETRY : COPY_DETAILS;
      case JobState.Cancelled _ -> RETRY;
    };
  }
}
