package app.headroom.app;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Another program that holds memory, as much as it is told to: a process of its own. */
final class Companion implements AutoCloseable {

  private static final int MOST_MEGABYTES = 1_800;
  private static final int PIECE_MEGABYTES = 10;

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  private Companion(Process process) {
    this.process = process;
    commands = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static Companion start(List<String> before) throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Companion.class.getName()));
    return new Companion(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /**
   * Has it hold that much and no more, every page touched.
   *
   * @return when it did
   */
  Instant holds(long megabytes) throws IOException {
    commands.write(megabytes + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the companion is gone");
    }
    return Instant.parse(answer);
  }

  public static void main(String[] args) throws IOException {
    Deque<Arena> held = new ArrayDeque<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int pieces = Math.min(MOST_MEGABYTES, Integer.parseInt(line)) / PIECE_MEGABYTES;
        while (held.size() > pieces) {
          held.removeLast().close();
        }
        while (held.size() < pieces) {
          Arena arena = Arena.ofConfined();
          arena.allocate(PIECE_MEGABYTES * 1_000_000L).fill((byte) 1);
          held.addLast(arena);
        }
        System.out.println(Instant.now());
      }
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
