package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.app.FileReveal.Desktop;
import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FileRevealTest {

  private static final Path FOLDER = Path.of("/music/Harbour Lights").toAbsolutePath();
  private static final List<Path> STEMS =
      List.of(FOLDER.resolve("bass.flac"), FOLDER.resolve("vocals.flac"));

  private final BlockingQueue<List<String>> commands = new LinkedBlockingQueue<>();
  private final BlockingQueue<Path> opened = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @CsvSource({
    "Windows 11, WINDOWS",
    "Mac OS X, MACOS",
    "Linux, FREEDESKTOP",
    "FreeBSD, FREEDESKTOP",
    "'', FREEDESKTOP"
  })
  void everySystemHasItsWay(String osName, Desktop desktop) {
    assertThat(Desktop.ofSystem(osName)).isEqualTo(desktop);
  }

  @Test
  void theExplorerIsGivenOneFileInQuotes() {
    Path stem = Path.of("C:\\Music\\Löwe, tot\\bass.flac");
    List<String> command = Desktop.WINDOWS.command(List.of(stem, Path.of("C:\\other.flac")));
    assertThat(command.getFirst()).endsWith("\\explorer.exe");
    assertThat(command.subList(1, command.size()))
        .containsExactly("/select,", "\"C:\\Music\\Löwe, tot\\bass.flac\"");
  }

  @Test
  void theFinderIsGivenThePathsAsTheyAre() {
    Path odd = Path.of("/music/it's \"Löwe\" $(x)/bass.flac");
    assertThat(Desktop.MACOS.command(List.of(odd, Path.of("/music/-n.flac"))))
        .containsExactly("open", "-R", odd.toString(), Path.of("/music/-n.flac").toString());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "paths have a drive, and no quotes")
  void fileManagersAreGivenUris() {
    List<String> command =
        Desktop.FREEDESKTOP.command(
            List.of(
                Path.of("/music/two words/bass.flac"),
                Path.of("/music/it's \"Löwe\" 100%, [a]\\b?#.flac")));
    assertThat(command)
        .containsExactly(
            "gdbus",
            "call",
            "--session",
            "--dest",
            "org.freedesktop.FileManager1",
            "--object-path",
            "/org/freedesktop/FileManager1",
            "--method",
            "org.freedesktop.FileManager1.ShowItems",
            "[\"file:///music/two%20words/bass.flac\","
                + " \"file:///music/it's%20%22L%C3%B6we%22%20100%25,%20%5Ba%5D%5Cb%3F%23.flac\"]",
            "''");
  }

  @Test
  void aDesktopThatSelectsTheFilesOpensNothingElse() {
    reveal(Desktop.FREEDESKTOP, (_, _, _) -> new CommandRunner.Result(0, "()")).showNow(STEMS);
    assertThat(commands).containsExactly(Desktop.FREEDESKTOP.command(STEMS));
    assertThat(opened).isEmpty();
  }

  @Test
  void theExplorersExitCodeSaysNothing() {
    reveal(Desktop.WINDOWS, (_, _, _) -> new CommandRunner.Result(1, "")).showNow(STEMS);
    assertThat(commands).containsExactly(Desktop.WINDOWS.command(STEMS));
    assertThat(opened).isEmpty();
  }

  @Test
  void whereNoFileManagerAnswersTheFolderIsOpened() {
    reveal(Desktop.FREEDESKTOP, (_, _, _) -> new CommandRunner.Result(1, "ServiceUnknown"))
        .showNow(STEMS);
    assertThat(opened).containsExactly(FOLDER);
  }

  @ParameterizedTest
  @EnumSource(Desktop.class)
  void withoutTheProgramTheFolderIsOpened(Desktop desktop) {
    CommandRunner absent =
        (_, _, _) -> {
          throw new IOException("no such program");
        };
    reveal(desktop, absent).showNow(STEMS);
    assertThat(opened).containsExactly(FOLDER);
  }

  @ParameterizedTest
  @EnumSource(Desktop.class)
  void aProgramThatHangsIsGivenUp(Desktop desktop) {
    CommandRunner hanging =
        (_, _, timeout) -> {
          assertThat(timeout).isEqualTo(Duration.ofSeconds(2));
          throw new TimeoutException("it hangs");
        };
    reveal(desktop, hanging).showNow(STEMS);
    assertThat(opened).containsExactly(FOLDER);
  }

  @Test
  void whoAsksDoesNotWait() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CommandRunner slow =
        (_, _, _) -> {
          asked.await();
          return new CommandRunner.Result(1, "");
        };
    reveal(Desktop.FREEDESKTOP, slow).show(STEMS);
    assertThat(opened).isEmpty();
    asked.countDown();
    assertThat(opened.poll(60, TimeUnit.SECONDS)).isEqualTo(FOLDER);
  }

  private FileReveal reveal(Desktop desktop, CommandRunner answer) {
    CommandRunner runner =
        (command, folder, timeout) -> {
          commands.add(command);
          return answer.run(command, folder, timeout);
        };
    return new FileReveal(desktop, runner, opened::add);
  }
}
