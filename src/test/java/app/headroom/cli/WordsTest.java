package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void namesFromOutsideStayOnOneLineAndDoNothingToATerminal() {
    assertThat(Words.shown("a\nb\rc\td\u001b[31me\u007f\u0085\u2028"))
        .isEqualTo("a\\nb\\rc\\td\\u001b[31me\\u007f\\u0085\\u2028");
    assertThat(Words.shown("\u202egpj.exe\u2066 \ud800"))
        .isEqualTo("\\u202egpj.exe\\u2066 \\ud800");
    assertThat(Words.shown("Ärger \"quoted\" 🎸 日本")).isEqualTo("Ärger \"quoted\" 🎸 日本");
  }

  @Test
  void whatTheSystemSaysWithAPathAloneIsSaidInWords() {
    assertThat(Words.of(new FileAlreadyExistsException("/home/x")))
        .isEqualTo("/home/x is in the way: a file where a folder is to be");
    assertThat(Words.of(new UncheckedIOException(new AccessDeniedException("/home/x"))))
        .isEqualTo("/home/x may not be read or written");
    assertThat(Words.of(new FileSystemException("/home/x", null, "No space left on device")))
        .isEqualTo(
            "a disk is full (/home/x: No space left on device); make some room, then try it again");
    assertThat(Words.of(new FileSystemException("/home/x", null, "Input/output error")))
        .isEqualTo("/home/x can't be read or written: Input/output error");
    assertThat(Words.of(new IOException("it is so"))).isEqualTo("it is so");
  }

  @Test
  void timesAreRoundedAsInTheWindowAndSharesDown() {
    assertThat(Words.time(Duration.ZERO)).isEqualTo("0:00");
    assertThat(Words.time(Duration.ofMillis(46_500))).isEqualTo("0:47");
    assertThat(Words.time(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    assertThat(Words.percent(0.9999)).isEqualTo("99 %");
    assertThat(Words.percent(1)).isEqualTo("100 %");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(Words.cut("🎸🎸🎸🎸", 4)).isEqualTo("🎸🎸🎸🎸");
    assertThat(Words.cut("🎸🎸🎸🎸", 3)).isEqualTo("🎸🎸…");
  }
}
