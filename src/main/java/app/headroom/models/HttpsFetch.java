package app.headroom.models;

import app.headroom.job.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One file from a web server. A download that is cut goes on where it was, at once and in a later
 * call, as long as the server has the same file (RFC 9110, sections 13.1.5 and 14).
 */
final class HttpsFetch {

  private static final int MAX_CONNECTIONS = 10;

  /** A connection that broke; what it gave until then is kept. */
  private static final class CutException extends IOException {
    CutException(String message, @Nullable IOException cause) {
      super(message, cause);
    }
  }

  private final Duration patience;

  /**
   * @param patience with a server that does not answer, or gives nothing any more
   */
  HttpsFetch(Duration patience) {
    this.patience = patience;
  }

  void fetch(Origin.HttpsFile origin, Path target, ByteProgress progress)
      throws IOException, InterruptedException {
    var download = new PartialDownload(target);
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience)
            .build();
    try {
      connectUntilComplete(client, origin, download, progress);
    } finally {
      client.shutdownNow();
    }
    if (!StoredFiles.sums(download.file(), (done, total) -> {}).sha256().equals(origin.sha256())) {
      download.discard();
      throw new IOException("what it gave is not the file that was published");
    }
    StoredFiles.publish(download.file(), target);
    download.discard();
  }

  private void connectUntilComplete(
      HttpClient client, Origin.HttpsFile origin, PartialDownload download, ByteProgress progress)
      throws IOException, InterruptedException {
    for (int connection = 1; ; connection++) {
      long before = download.bytes();
      try {
        connect(client, origin, download, progress);
        return;
      } catch (CutException e) {
        StoredFiles.rethrowInterrupt(e);
        boolean changed = download.bytes() != before;
        if (!changed || connection == MAX_CONNECTIONS) {
          throw e;
        }
      }
    }
  }

  private void connect(
      HttpClient client, Origin.HttpsFile origin, PartialDownload download, ByteProgress progress)
      throws IOException, InterruptedException {
    long from = download.resumableBytes();
    HttpRequest.Builder request = HttpRequest.newBuilder(origin.uri()).timeout(patience);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-").header("If-Range", download.tag());
    }
    HttpResponse<InputStream> response = send(client, request.build());
    try (InputStream body = response.body()) {
      switch (response.statusCode()) {
        case 200 -> {
          download.restart(response.headers().firstValue("ETag").orElse(""));
          from = 0;
        }
        case 206 -> {
          String range = response.headers().firstValue("Content-Range").orElse("");
          if (!range.startsWith("bytes " + from + "-")) {
            download.discard();
            throw new CutException("it gave another part than was asked for", null);
          }
        }
        case 416 -> {
          download.discard();
          throw new CutException("it has less than was fetched before", null);
        }
        default -> throw new IOException("it answers with HTTP status " + response.statusCode());
      }
      long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      long total = announced < 0 ? 0 : from + announced;
      if (total > origin.maxBytes()) {
        throw new IOException("it offers " + Bytes.text(total) + ", more than the model can have");
      }
      receive(body, download.file(), from, total, origin.maxBytes(), progress);
    }
  }

  private static HttpResponse<InputStream> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new IOException("it can't be reached", e);
    } catch (HttpTimeoutException e) {
      throw new IOException("it does not answer", e);
    } catch (IOException e) {
      StoredFiles.rethrowInterrupt(e);
      throw new CutException("the connection failed: " + e.getMessage(), e);
    }
  }

  private void receive(
      InputStream body, Path file, long from, long total, long maxBytes, ByteProgress progress)
      throws IOException {
    byte[] block = new byte[StoredFiles.BLOCK_BYTES];
    long done = from;
    try (var guard = new StallGuard(body, patience);
        OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int count = guard.read(block); count >= 0; count = guard.read(block)) {
        done += count;
        if (done > maxBytes) {
          throw new IOException("it gives more than the model can have");
        }
        out.write(block, 0, count);
        progress.at(done, total);
      }
    }
  }

  /** Closes a stream on which nothing comes any more, so that its reader gets an error. */
  private static final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final Duration patience;
    private final Thread watch;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream stream, Duration patience) {
      this.stream = stream;
      this.patience = patience;
      this.watch = Thread.ofVirtual().name("download watch").start(this::watch);
    }

    int read(byte[] block) throws CutException {
      try {
        int count = stream.read(block);
        lastNanos = System.nanoTime();
        return count;
      } catch (IOException e) {
        throw new CutException(
            stalled
                ? "it sent nothing for " + patience.toSeconds() + " s"
                : "the connection was cut: " + e.getMessage(),
            e);
      }
    }

    private void watch() {
      try {
        for (long left = patience.toNanos(); left > 0; ) {
          Thread.sleep(Duration.ofNanos(left));
          left = patience.toNanos() - (System.nanoTime() - lastNanos);
        }
        stalled = true;
        stream.close();
      } catch (InterruptedException | IOException e) {
        // the reader is done, or gets its error
      }
    }

    @Override
    public void close() {
      watch.interrupt();
    }
  }
}
