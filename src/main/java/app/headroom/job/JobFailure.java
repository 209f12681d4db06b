package app.headroom.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why a job could not be done. Each says what happened ({@link #what}), and what the user can do
 * about it ({@link #remedy}), in one plain sentence each; {@link #code} is stable and goes into
 * "copy details" and {@code --json}.
 */
public sealed interface JobFailure {

  /** A stable identifier: lower-case words with hyphens. */
  String code();

  /** What happened and why, without a full stop at the end. */
  String what();

  /** What the user can do, as a full sentence. */
  String remedy();

  /** Whether trying again unchanged may succeed. */
  default boolean retryable() {
    return false;
  }

  record SourceMissing(Path source) implements JobFailure {
    @Override
    public String code() {
      return "source-missing";
    }

    @Override
    public String what() {
      return "the file is not there any more";
    }

    @Override
    public String remedy() {
      return "Put it back where it was, or add it again from where it is now.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /**
   * The source is no sound that can be decoded. {@code reason} says why, in words for a musician.
   */
  record UnreadableAudio(String reason, String remedy) implements JobFailure {
    @Override
    public String code() {
      return "unreadable-audio";
    }

    @Override
    public String what() {
      return reason;
    }
  }

  record ModelMissing(String model, String reason) implements JobFailure {
    @Override
    public String code() {
      return "model-missing";
    }

    @Override
    public String what() {
      return "the model " + model + " is not on this machine: " + reason;
    }

    @Override
    public String remedy() {
      return "Fetch it with \"headroom models fetch "
          + model
          + "\" while online, or give that a file that you have with \"--from FILE\".";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  record DiskFull(Path folder, long neededBytes, long freeBytes) implements JobFailure {
    @Override
    public String code() {
      return "disk-full";
    }

    @Override
    public String what() {
      return "the disk that holds "
          + folder
          + " has "
          + Bytes.text(freeBytes)
          + " free and "
          + Bytes.text(neededBytes)
          + " are needed";
    }

    @Override
    public String remedy() {
      return "Free some space, or choose a folder on another disk.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  record OutputNotWritable(Path folder, String reason) implements JobFailure {
    @Override
    public String code() {
      return "output-not-writable";
    }

    @Override
    public String what() {
      return "the folder " + folder + " cannot be written: " + reason;
    }

    @Override
    public String remedy() {
      return "Choose another folder for the stems.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  record OutputExists(Path file) implements JobFailure {
    @Override
    public String code() {
      return "output-exists";
    }

    @Override
    public String what() {
      return file + " exists already";
    }

    @Override
    public String remedy() {
      return "Move it away, choose another folder or name, or allow overwriting.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** Said when a song is added: another song of the queue will write the same file. */
  record OutputTaken(Path file, Path otherSource) implements JobFailure {
    @Override
    public String code() {
      return "output-taken";
    }

    @Override
    public String what() {
      return otherSource + " is in the queue already and will write " + file + " too";
    }

    @Override
    public String remedy() {
      return "Choose another folder or another name for one of the two.";
    }
  }

  /**
   * Something in the request cannot be meant: a template that leaves its folder, a stem that the
   * model has not.
   */
  record InvalidRequest(String reason, String remedy) implements JobFailure {
    @Override
    public String code() {
      return "invalid-request";
    }

    @Override
    public String what() {
      return reason;
    }
  }

  /**
   * Said before the start: not even the lowest rung fits.
   *
   * @param engine {@link EngineChoice#id} of the user's own command, or null for the built-in
   *     engine
   */
  record BudgetTooSmall(long budgetBytes, long leastBytes, @Nullable String engine)
      implements JobFailure {
    @Override
    public String code() {
      return "budget-too-small";
    }

    @Override
    public String what() {
      if (engine != null) {
        return "the "
            + engine
            + " engine needs at least "
            + Bytes.text(leastBytes)
            + " of memory, and "
            + Bytes.text(budgetBytes)
            + " are allowed";
      }
      return "the "
          + Bytes.text(budgetBytes)
          + " that it may take, by the memory budget or the hard limit, are less than the "
          + Bytes.text(leastBytes)
          + " that the shortest segments need";
    }

    @Override
    public String remedy() {
      if (engine != null) {
        String least = Bytes.text(leastBytes).replace(" ", "");
        return "Raise what of the two is lower (\"headroom settings set memory.limits.kill "
            + least
            + "\", \"headroom settings set memory.limits.command-budget "
            + least
            + "\"), or give one \"headroom separate\" --kill-limit "
            + least
            + " --memory-budget "
            + least
            + "; or use the built-in engine, which needs a tenth.";
      }
      return "Give it at least " + Bytes.text(leastBytes) + ".";
    }

    /** Of a command all but the least need is only what was seen of it. */
    @Override
    public boolean retryable() {
      return engine != null;
    }
  }

  record MemoryLimitExceeded(long limitBytes, long peakBytes) implements JobFailure {
    @Override
    public String code() {
      return "memory-limit";
    }

    @Override
    public String what() {
      return "it used "
          + Bytes.text(peakBytes)
          + " where "
          + Bytes.text(limitBytes)
          + " are allowed, also with the shortest segments";
    }

    @Override
    public String remedy() {
      return "Raise the hard limit (--kill-limit, or the setting memory.limits.kill) and try"
          + " again.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /**
   * The worker ended without a word. {@code logTail} is the end of what it wrote to stderr,
   * bounded.
   */
  record WorkerCrashed(int exitCode, String logTail) implements JobFailure {
    @Override
    public String code() {
      return "worker-crashed";
    }

    @Override
    public String what() {
      return "the separating process ended unexpectedly (exit code " + exitCode + ")";
    }

    @Override
    public String remedy() {
      return "Try again; what was finished is kept. If it happens again, copy the details into a"
          + " report.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The worker said nothing for too long, or something that is not the protocol. */
  record WorkerUnresponsive(String reason) implements JobFailure {
    @Override
    public String code() {
      return "worker-unresponsive";
    }

    @Override
    public String what() {
      return "the separating process stopped answering: " + reason;
    }

    @Override
    public String remedy() {
      return "Try again; what was finished is kept.";
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /** The user's own Demucs command is not there, or is none that is known. */
  record EngineMissing(String reason, String remedy) implements JobFailure {
    @Override
    public String code() {
      return "engine-missing";
    }

    @Override
    public String what() {
      return reason;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }

  /**
   * The user's own Demucs command did not do its work.
   *
   * @param logTail the end of what it printed, bounded
   */
  record EngineFailed(String reason, String remedy, String logTail) implements JobFailure {
    @Override
    public String code() {
      return "engine-failed";
    }

    @Override
    public String what() {
      return reason;
    }

    @Override
    public boolean retryable() {
      return true;
    }
  }
}
