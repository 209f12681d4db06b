package app.headroom.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void givesLinesWithoutTheirEnds() throws IOException {
    assertThat(lines("one\n\nä\n")).containsExactly("one", "", "ä");
  }

  @Test
  void dropsALineThatWasCutOff() throws IOException {
    assertThat(lines("whole\nhal")).containsExactly("whole");
  }

  @Test
  void takesALineOfTheGreatestLengthAndRefusesALongerOne() throws IOException {
    String longest = "x".repeat(Protocol.MAX_LINE_BYTES);
    assertThat(lines(longest + "\n")).containsExactly(longest);
    assertThatThrownBy(() -> lines(longest + "x\n")).isInstanceOf(ProtocolException.class);
  }

  @Test
  void stopsReadingAnEndlessLine() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };
    assertThatThrownBy(() -> new LineReader(endless).next()).isInstanceOf(ProtocolException.class);
  }

  @Test
  void doesNotCareHowThePipeCutsTheBytes() throws IOException {
    long seed = 20261122;
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String line = "é".repeat(random.nextInt(300));
      expected.add(line);
      text.append(line).append('\n');
    }
    InputStream cut =
        new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1 + random.nextInt(100)));
          }
        };
    assertThat(lines(cut)).as("seed %d", seed).isEqualTo(expected);
  }

  private static List<String> lines(String text) throws IOException {
    return lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(InputStream in) throws IOException {
    LineReader reader = new LineReader(in);
    List<String> lines = new ArrayList<>();
    for (String line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    return lines;
  }
}
