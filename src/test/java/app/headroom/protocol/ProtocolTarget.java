package app.headroom.protocol;

import app.headroom.fuzz.Target;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What comes through the pipes, at both ends. */
public final class ProtocolTarget implements Target {

  @Override
  public String name() {
    return "protocol";
  }

  @Override
  public List<byte[]> corpus(Path folder) {
    List<String> lines = new ArrayList<>();
    ProtocolTest.commands().map(Protocol::line).forEach(lines::add);
    ProtocolTest.events().map(Protocol::line).forEach(lines::add);
    List<byte[]> corpus = new ArrayList<>();
    for (String line : lines) {
      // The only names in them that differ from run to run are random job ids.
      String fixed =
          line.replaceAll(
              "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
              "00000000-0000-4000-8000-000000000001");
      corpus.add((fixed + "\n").getBytes(StandardCharsets.UTF_8));
    }
    corpus.add(String.join("\n", lines.subList(0, 5)).getBytes(StandardCharsets.UTF_8));
    corpus.add("{\"type\":".repeat(2000).getBytes(StandardCharsets.UTF_8));
    corpus.add(("\"" + "x".repeat(Protocol.MAX_LINE_BYTES)).getBytes(StandardCharsets.UTF_8));
    corpus.add(new byte[Protocol.MAX_LINE_BYTES + 1]);
    return corpus;
  }

  @Override
  public List<String> words() {
    return List.of(
        "\"type\":",
        "separate",
        "finished",
        "failed",
        "\"code\":",
        "disk-full",
        "\"kind\":",
        "isolate");
  }

  @Override
  public String read(byte[] input, Path folder) throws Exception {
    String outcome = "nothing";
    // A pipe gives what it has, which may be a byte.
    LineReader lines =
        new LineReader(
            new InputStream() {
              private final InputStream whole = new ByteArrayInputStream(input);
              private int pieces;

              @Override
              public int read() {
                throw new UnsupportedOperationException();
              }

              @Override
              public int read(byte[] into, int at, int most) throws java.io.IOException {
                return whole.read(into, at, Math.min(most, 1 + 13 * (pieces++ % 100)));
              }
            });
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        try {
          outcome = Protocol.command(line).getClass().getSimpleName();
        } catch (ProtocolException e) {
          outcome = "refused: " + e.getMessage();
        }
        try {
          String again = Protocol.line(Protocol.event(line));
          outcome = Protocol.event(again).getClass().getSimpleName();
        } catch (ProtocolException e) {
          outcome = outcome + " and " + e.getClass().getSimpleName();
        }
      }
    } catch (ProtocolException e) {
      return "stopped: " + e.getMessage();
    }
    return outcome;
  }
}
