package app.headroom.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a pipe without trusting the other end: no line grows beyond {@link
 * Protocol#MAX_LINE_BYTES}, and a last line without its line end is no line, since its writer died
 * in the middle of it. Used by one thread; does not close the stream.
 */
public final class LineReader {

  private static final int BUFFER_BYTES = 8 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  public LineReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next line without its line end, or null at the end of the stream.
   *
   * @throws ProtocolException if a line is too long; the stream is then of no more use
   */
  public @Nullable String next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      if (position == limit) {
        limit = in.read(buffer);
        position = 0;
        if (limit < 0) {
          limit = 0;
          return null;
        }
        continue;
      }
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      int length = end - position;
      if (line.size() + length > Protocol.MAX_LINE_BYTES) {
        throw new ProtocolException(
            "a line of more than " + Protocol.MAX_LINE_BYTES + " bytes", null);
      }
      line.write(buffer, position, length);
      position = end;
      if (end < limit) {
        position++;
        return line.toString(StandardCharsets.UTF_8);
      }
    }
  }
}
