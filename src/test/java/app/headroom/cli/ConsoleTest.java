package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void withoutATerminalThereIsNoStatus() {
    Console console = console(OptionalInt.empty());
    console.status(List.of("50 %"));
    console.result("done\u001b[2J");
    console.say("bad\nname");

    assertThat(out).hasToString("done\\u001b[2J\n");
    assertThat(err).hasToString("bad\\nname\n");
  }

  @Test
  void statusIsRedrawnBelowWhatIsSaid() {
    Console console = console(OptionalInt.of(20));
    console.status(List.of("one", "a line that is much too long"));
    console.status(List.of("one", "a line that is much too long"));
    console.say("note");
    console.status(List.of());

    String upTwice = "\u001b[A\u001b[2K\u001b[A\u001b[2K";
    assertThat(err)
        .hasToString(
            "one\na line that is muc…\n" + upTwice + "note\none\na line that is muc…\n" + upTwice);
  }

  private Console console(OptionalInt columns) {
    return new Console(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        columns);
  }
}
