package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsFetchTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final byte[] content = new byte[3_000_000];
  private final List<Long> progress = new CopyOnWriteArrayList<>();

  private final CountDownLatch came = new CountDownLatch(1);

  @TempDir Path folder;
  private Path target;
  private FileServer server;

  @BeforeEach
  void start() throws IOException {
    new Random(20261122).nextBytes(content);
    target = folder.resolve("weights.bin");
    server = new FileServer(content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void fetch() throws IOException, InterruptedException {
    fetch(PATIENCE, content.length);
  }

  private void fetch(Duration patience, long maxBytes) throws IOException, InterruptedException {
    var origin = new Origin.HttpsFile(server.uri("/weights.bin"), maxBytes, sha256(content));
    new HttpsFetch(patience)
        .fetch(
            origin,
            target,
            (done, total) -> {
              progress.add(done);
              came.countDown();
            });
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(StoredFiles.sha256().digest(bytes));
  }

  private void assertNothingButTheFile() {
    assertThat(target).hasBinaryContent(content);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(target));
  }

  @Test
  void fetchesAFile() throws Exception {
    fetch();
    assertNothingButTheFile();
    assertThat(progress).isSorted().last().isEqualTo((long) content.length);
    assertThat(server.ranges()).containsExactly("");
  }

  @Test
  void followsRedirects() throws Exception {
    server.behave(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          server.behave(server::serveRanges);
        });
    fetch();
    assertNothingButTheFile();
  }

  @Test
  void goesOnWhereAConnectionWasCut() throws Exception {
    server.behave(server.cutAfter(1_000_000));
    fetch();
    assertNothingButTheFile();
    assertThat(server.ranges()).hasSize(2).last().asString().matches("bytes=[1-9]\\d*-");
    assertThat(progress).isSorted();
  }

  @Test
  void goesOnInALaterCall() throws Exception {
    cutForGood(1_000_000);
    server.behave(server::serveRanges);
    fetch();
    assertNothingButTheFile();
    assertThat(server.ranges()).last().asString().matches("bytes=[1-9]\\d*-");
  }

  /** One part comes; after that every connection is dropped without a byte. */
  private void cutForGood(int bytes) {
    server.behave(
        exchange -> {
          server.cutAfter(bytes).answer(exchange);
          server.behave(again -> again.close());
        });
    assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void beginsAnewWhenTheServerHasAnotherFileNow() throws Exception {
    byte[] wanted = content.clone();
    server.content = new byte[content.length];
    cutForGood(1_000_000);
    server.content = wanted;
    server.tag = "\"second\"";
    server.behave(server::serveRanges);
    fetch();
    assertNothingButTheFile();
  }

  @Test
  void beginsAnewWhereTheServerPromisesNoSameBytes() throws Exception {
    server.tag = "W/\"weak\"";
    cutForGood(1_000_000);
    server.behave(server::serveRanges);
    fetch();
    assertNothingButTheFile();
    assertThat(server.ranges()).containsOnly("");
  }

  @Test
  void beginsAnewWhenThereIsLessThanBefore() throws Exception {
    cutForGood(1_000_000);
    server.behave(
        exchange -> {
          exchange.sendResponseHeaders(416, -1);
          server.behave(server::serveRanges);
        });
    fetch();
    assertNothingButTheFile();
  }

  @Test
  void refusesAnotherPartThanItAskedFor() throws Exception {
    cutForGood(1_000_000);
    server.behave(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/10");
          exchange.sendResponseHeaders(206, 5);
          exchange.getResponseBody().write(new byte[5]);
          server.behave(server::serveRanges);
        });
    fetch();
    assertNothingButTheFile();
  }

  @Test
  void saysWhatTheServerSays() {
    server.behave(exchange -> exchange.sendResponseHeaders(404, -1));
    assertThatThrownBy(this::fetch).hasMessage("it answers with HTTP status 404");
    assertThat(folder).isEmptyDirectory();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void saysThatThereIsNoServer() {
    URI nowhere = server.uri("/weights.bin");
    server.close();
    var origin = new Origin.HttpsFile(nowhere, content.length, sha256(content));
    assertThatThrownBy(() -> new HttpsFetch(PATIENCE).fetch(origin, target, (done, total) -> {}))
        .hasMessage("it can't be reached");
  }

  @Test
  void refusesMoreThanTheModelCanHave() {
    assertThatThrownBy(() -> fetch(PATIENCE, content.length - 1))
        .hasMessageContaining("more than the model can have");
    server.behave(
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // in chunks, of unknown length
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().write(content);
        });
    assertThatThrownBy(this::fetch).hasMessageContaining("more than the model can have");
    assertThat(target).doesNotExist();
  }

  @Test
  void refusesAndForgetsWhatWasNotPublished() throws Exception {
    byte[] wanted = content.clone();
    byte[] other = content.clone();
    other[12_345] ^= 1;
    server.content = other;
    assertThatThrownBy(this::fetch).hasMessageContaining("not the file that was published");
    assertThat(folder).isEmptyDirectory();
    server.content = wanted;
    fetch();
    assertNothingButTheFile();
  }

  @Test
  void givesUpOnAServerThatSendsNothingMore() {
    var over = new CountDownLatch(1);
    server.behave(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", server.tag);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, 1000);
          exchange.getResponseBody().flush();
          server.behave(again -> await(over));
          await(over);
        });
    assertThatThrownBy(() -> fetch(Duration.ofMillis(300), content.length))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("it sent nothing for .*|it does not answer");
    over.countDown();
  }

  @Test
  void endsWhenItIsInterruptedAndKeepsWhatCame() throws Exception {
    var over = new CountDownLatch(1);
    server.behave(
        exchange -> {
          exchange.getResponseHeaders().set("ETag", server.tag);
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, 1_000_000);
          exchange.getResponseBody().flush();
          await(over);
        });
    var outcome =
        new FutureTask<String>(
            () -> {
              try {
                fetch();
                return "fetched";
              } catch (InterruptedException e) {
                return "interrupted";
              }
            });
    Thread caller = Thread.ofPlatform().start(outcome);
    came.await();
    caller.interrupt();
    assertThat(outcome.get()).isEqualTo("interrupted");
    over.countDown();
    server.behave(server::serveRanges);
    fetch();
    assertNothingButTheFile();
    assertThat(server.ranges()).last().asString().startsWith("bytes=");
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
