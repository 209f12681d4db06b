package app.headroom.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {

  @Test
  void followsTheBarOfThePythonCommand() throws IOException {
    byte[] recorded = recorded("python-4.0.txt");
    Transcript said = new Transcript(1);
    List<Double> shares = new ArrayList<>();
    for (byte one : recorded) {
      said.add(new byte[] {one}, 1);
      if (shares.isEmpty() || said.share() > shares.getLast()) {
        shares.add(said.share());
      }
    }
    said.end();
    assertThat(shares).containsExactly(0.0, 0.14, 0.43, 0.71, 1.0);
    assertThat(said.text().lines())
        .containsExactly(
            "Selected model is a bag of 1 models. You will see that many progress bars per track.",
            "Separated tracks will be stored in /music/separated/htdemucs",
            "Separating track /music/song.wav");
    assertThat(said.heard()).isEqualTo(recorded.length);
  }

  @Test
  void countsABarForEachNetworkAndEachShift() {
    Transcript said = new Transcript(2);
    say(said, "Selected model is a bag of 4 models. You will see that many progress bars.\n");
    for (int bar = 0; bar < 8; bar++) {
      say(said, "\r  0%|   | 0.0/11.7 [00:00<?, ?seconds/s]");
      say(said, "\r 50%|## | 5.85/11.7 [00:05<00:05, 1.00seconds/s]");
      say(said, "\r100%|###| 11.7/11.7 [00:11<00:00, 1.00seconds/s]\n");
      assertThat(said.share()).isCloseTo((bar + 1) / 8.0, within(1e-9));
    }
  }

  @Test
  void aDownloadIsNoProgressOfThePiece() {
    Transcript said = new Transcript(1);
    say(
        said,
        "Downloading: \"955717e8.th\"\n\r 45%|####      | 36.0M/80.2M [00:04<00:05, 9.0MB/s]\n");
    assertThat(said.share()).isZero();
    assertThat(said.heard()).isPositive();
  }

  @Test
  void followsTheStepsOfTheNpmCommand() {
    Transcript said = new Transcript(1);
    say(said, "Loading model...\n0/3\n1/3\n");
    assertThat(said.share()).isCloseTo(1 / 3.0, within(1e-9));
    say(said, "2/3\n3/3\nDone!\n");
    assertThat(said.share()).isEqualTo(1);
    assertThat(said.text()).isEqualTo("Loading model...\nDone!");
  }

  @Test
  void whateverIsPrintedItKeepsLittle() {
    Transcript said = new Transcript(1);
    byte[] line = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 500; i++) {
      said.add(line, line.length);
      said.add(new byte[] {'\n'}, 1);
    }
    assertThat(said.text().length()).isLessThan(1_000_000);
    assertThat(said.tail()).hasSize(4000);
  }

  private static void say(Transcript transcript, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    transcript.add(bytes, bytes.length);
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream in = TranscriptTest.class.getResourceAsStream(name)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }
}
