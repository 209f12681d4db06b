package app.headroom.fuzz;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The process that reads the inputs of one target, and says on its stdout what is new: {@code
 * outcome WORDS}, {@code slowest MILLIS NUMBER}, {@code find NUMBER WORDS}. The number of the input
 * that it is at stands in a mapped file, which survives whatever happens to the process.
 */
final class FuzzChild {

  static final int STATE_BYTES = 3 * Long.BYTES;

  private FuzzChild() {}

  /** {@code TARGET SEED FIRST MILLIS ROOT STATE-FILE}. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    long number = Long.parseLong(args[2]);
    ByteBuffer state;
    try (FileChannel channel =
        FileChannel.open(Path.of(args[5]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      state = channel.map(FileChannel.MapMode.READ_WRITE, 0, STATE_BYTES);
    }
    try (Round round =
        new Round(Targets.named(args[0]), Path.of(args[4]), Long.parseLong(args[1]))) {
      run(round, number, Long.parseLong(args[3]), state, out);
    }
    out.println("done");
    out.flush();
    // What native libraries do at the end is not looked at.
    Runtime.getRuntime().halt(0);
  }

  private static void run(Round round, long first, long millis, ByteBuffer state, PrintStream out)
      throws Exception {
    Set<String> outcomes = new HashSet<>();
    long slowest = 0;
    long end = System.nanoTime() + millis * 1_000_000;
    for (long number = first; System.nanoTime() < end; number++) {
      state.putLong(0, number).putLong(8, System.currentTimeMillis()).putLong(16, 1);
      long from = System.nanoTime();
      Round.Outcome outcome = round.run(number);
      long took = (System.nanoTime() - from) / 1_000_000;
      state.putLong(16, 0);
      if (took > slowest) {
        slowest = took;
        out.println("slowest " + took + " " + number);
      }
      if (outcomes.add(outcome.words())) {
        out.println("outcome " + outcome.words());
      }
      if (outcome.find() != null) {
        out.println("find " + number + " " + outcome.find().replace('\n', ' '));
      }
    }
  }
}
