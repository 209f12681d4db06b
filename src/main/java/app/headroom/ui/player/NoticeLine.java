package app.headroom.ui.player;

import app.headroom.job.JobFailure;
import app.headroom.player.Playback;
import app.headroom.player.Playback.Standing;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.Messages;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The line under the player's header, if there is something to say; immutable.
 *
 * @param action what can be done about it, or null
 * @param closable whether it can be put away; else it goes by itself
 */
record NoticeLine(String text, boolean trouble, @Nullable Action action, boolean closable) {

  /** What the line's button does. */
  sealed interface Action {
    record TryAgain() implements Action {}

    record CancelExport() implements Action {}

    record Show(Path file) implements Action {}
  }

  /** The most important of what there is to say, or null. */
  static @Nullable NoticeLine of(PlayerTask task, Playback playback, Messages messages) {
    return switch (task) {
      case PlayerTask.Exporting(Path file, double share) ->
          new NoticeLine(
              messages.text(
                  "player.exporting",
                  String.valueOf(file.getFileName()),
                  messages.figures().percent(share)),
              false,
              new Action.CancelExport(),
              false);
      case PlayerTask.Exported(Path file, double gain) ->
          new NoticeLine(
              messages.text("player.exported", String.valueOf(file.getFileName()))
                  + (gain < 0.999 ? " " + lowered(gain, messages) : ""),
              false,
              new Action.Show(file),
              true);
      case PlayerTask.ExportFailed(JobFailure failure) ->
          trouble("player.export.failed", failure, messages);
      case PlayerTask.ReadingFailed(JobFailure failure) ->
          trouble("player.reading.failed", failure, messages);
      case PlayerTask.NotYet _ ->
          new NoticeLine(messages.text("player.export.not-yet"), false, null, true);
      case PlayerTask.Reading(double share) when playback.standing() != Standing.PLAYING ->
          withoutSound(playback, messages) != null
              ? withoutSound(playback, messages)
              : new NoticeLine(
                  messages.text("player.reading", messages.figures().percent(share)),
                  false,
                  null,
                  false);
      case PlayerTask.Reading _, PlayerTask.None _ -> standing(playback, messages);
    };
  }

  private static @Nullable NoticeLine standing(Playback playback, Messages messages) {
    if (playback.standing() == Standing.WAITING) {
      return new NoticeLine(messages.text("player.waiting"), false, null, false);
    }
    if (playback.unreadable() != null) {
      return trouble(messages.text("player.unreadable", playback.unreadable()));
    }
    return withoutSound(playback, messages);
  }

  private static @Nullable NoticeLine withoutSound(Playback playback, Messages messages) {
    return playback.noSound() == null
        ? null
        : new NoticeLine(
            messages.text(
                "player.no-sound."
                    + playback.noSound().name().toLowerCase(Locale.ROOT).replace('_', '-')),
            false,
            new Action.TryAgain(),
            false);
  }

  /** As on a song's row, but for what speaks of a song's stems being made. */
  private static NoticeLine trouble(String key, JobFailure failure, Messages messages) {
    FailureWords failures = new FailureWords(messages);
    String own = "player.trouble." + failure.code();
    String what =
        switch (failure) {
          case JobFailure.WorkerCrashed crashed -> messages.text(own + ".what", crashed.exitCode());
          case JobFailure.WorkerUnresponsive _ -> messages.text(own + ".what");
          default -> failures.what(failure);
        };
    String remedy = own + ".remedy";
    return trouble(
        messages.text(key, what)
            + " "
            + (messages.has(remedy) ? messages.text(remedy) : failures.remedy(failure)));
  }

  private static NoticeLine trouble(String text) {
    return new NoticeLine(text, true, null, true);
  }

  private static String lowered(double gain, Messages messages) {
    return messages.text(
        "player.exported.lowered", messages.figures().number(-20 * Math.log10(gain)));
  }
}
