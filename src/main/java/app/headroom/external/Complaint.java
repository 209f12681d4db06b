package app.headroom.external;

import app.headroom.job.JobFailure;
import java.util.List;
import java.util.Locale;

/** What a command says when it fails, in the words of a program that knows what it was about. */
final class Complaint {

  private static final int MAX_LINE_CHARS = 300;
  private static final int SIGKILLED = 137;

  private static final String SEE =
      "Try the command by itself, update it, or use the built-in engine.";

  private static final String MEMORY_REMEDY =
      "Close other programs, or use the built-in engine, which needs a tenth of it.";

  /** What may stand in its output, what that means, and what helps. */
  private record Sign(String text, String why, String remedy) {}

  private static final List<Sign> SIGNS =
      List.of(
          new Sign(
              "no module named",
              "its installation is not complete",
              "Install it again (\"pip install demucs\"), or use the built-in engine."),
          new Sign("modulenotfounderror", "its installation is not complete", "Install it again."),
          new Sign(
              "err_module_not_found",
              "its installation is not complete",
              "Install it again (\"npm install --ignore-scripts demucs@1.0.0\")."),
          new Sign(
              "unrecognized arguments",
              "it is a version that does not take what is asked of it",
              "Update it to 4.0 or 4.1."),
          new Sign(
              "invalid choice",
              "it is a version that does not take what is asked of it",
              "Update it to 4.0 or 4.1."),
          new Sign("no space left", "the disk of the spool is full", "Free some space."),
          new Sign("enospc", "the disk of the spool is full", "Free some space."),
          new Sign("out of memory", "it ran out of memory", MEMORY_REMEDY),
          new Sign("can't allocate memory", "it ran out of memory", MEMORY_REMEDY),
          new Sign("memoryerror", "it ran out of memory", MEMORY_REMEDY),
          new Sign("bad_alloc", "it ran out of memory", MEMORY_REMEDY),
          new Sign(
              "torch not compiled with cuda",
              "it cannot compute on that device",
              "Choose another device (--device cpu)."),
          new Sign(
              "longer segment than it was trained for",
              "its model takes no segments that long",
              "Choose at most 7 seconds, or none (--segment auto)."));

  private static final List<String> MODEL_SIGNS =
      List.of(
          "could not find a pre-trained model",
          "urlopen error",
          "urlerror",
          "http error",
          "htdemucs.onnx",
          "max retries exceeded",
          "modelloadingerror");

  private Complaint() {}

  static CommandException of(String name, String model, int exitCode, String tail) {
    if (exitCode == SIGKILLED) {
      // The kernel does that when memory is out; the queue knows what to do then.
      return new CommandException(new JobFailure.WorkerCrashed(exitCode, tail));
    }
    String low = tail.toLowerCase(Locale.ROOT);
    if (MODEL_SIGNS.stream().anyMatch(low::contains)) {
      return new CommandException(
          new JobFailure.EngineFailed(
              name + " has no model " + model + " and cannot fetch it" + last(tail),
              "Run it once by itself while online, or use the built-in engine.",
              tail));
    }
    for (Sign sign : SIGNS) {
      if (low.contains(sign.text)) {
        return new CommandException(
            new JobFailure.EngineFailed(name + " failed: " + sign.why, sign.remedy, tail));
      }
    }
    return failed(name, "exit code " + exitCode + last(tail), tail);
  }

  static CommandException failed(String name, String why, String tail) {
    return new CommandException(new JobFailure.EngineFailed(name + " failed: " + why, SEE, tail));
  }

  /** Its last line, in brackets. */
  private static String last(String tail) {
    String line = tail.substring(tail.lastIndexOf('\n') + 1).strip();
    if (line.isEmpty()) {
      return "";
    }
    return " ("
        + (line.length() <= MAX_LINE_CHARS ? line : line.substring(0, MAX_LINE_CHARS))
        + ")";
  }
}
