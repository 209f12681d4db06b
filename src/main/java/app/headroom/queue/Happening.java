package app.headroom.queue;

/** What happened to a job between its workers, memory's decisions aside. */
public sealed interface Happening {

  /** In words for the log, without a full stop at the end. */
  String text();

  /**
   * Its worker died, or stopped answering and was ended.
   *
   * @param what happened, without a full stop
   */
  record Crashed(String what, Next next) implements Happening {
    @Override
    public String text() {
      return what + next.words;
    }
  }

  /** What becomes of a job whose worker died. */
  enum Next {
    /** By itself. */
    GOES_ON(", goes on from its last segment"),
    /** By itself; nothing of it was done. */
    BEGINS_AGAIN(", begins again"),
    FAILS("");

    private final String words;

    Next(String words) {
      this.words = words;
    }
  }

  /** The user has stopped it; its place is kept. */
  record Paused() implements Happening {
    @Override
    public String text() {
      return "paused by the user";
    }
  }

  /**
   * A worker is at it again.
   *
   * @param doneFrames of the song, at 44.1 kHz
   */
  record WentOn(After after, long doneFrames) implements Happening {
    @Override
    public String text() {
      return "goes on at " + Words.time(doneFrames) + " " + after.words;
    }
  }

  /** What it was stopped by. */
  enum After {
    PAUSE("after the user's pause"),
    CRASH("after its process had ended unexpectedly"),
    KILL("after it was ended for its memory"),
    FAILURE("since it is tried again"),
    RESTART("after the application was started again");

    private final String words;

    After(String words) {
      this.words = words;
    }
  }
}
