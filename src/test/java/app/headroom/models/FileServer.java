package app.headroom.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine that offers one file, as well or as badly as it is told. */
final class FileServer implements AutoCloseable {

  /** Answers one request for the file. */
  @FunctionalInterface
  interface Manner {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile Manner manner;

  volatile byte[] content;
  volatile String tag = "\"first\"";

  FileServer(byte[] content) throws IOException {
    this.content = content;
    this.manner = this::serveRanges;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            ranges.add(rangeOf(exchange));
            manner.answer(exchange);
          }
        });
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** The range that each request asked for so far; empty for the whole. */
  List<String> ranges() {
    return ranges;
  }

  /** The next requests are answered so. */
  void behave(Manner next) {
    manner = next;
  }

  private static String rangeOf(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? "" : range;
  }

  /** As a good server does, for ranges without an end. */
  void serveRanges(HttpExchange exchange) throws IOException {
    int from = fromOf(exchange);
    sendHead(exchange, from);
    exchange.getResponseBody().write(content, from, content.length - from);
  }

  /** Announces everything, and hangs up after so many bytes; then is good. */
  Manner cutAfter(int bytes) {
    return exchange -> {
      int from = fromOf(exchange);
      sendHead(exchange, from);
      OutputStream body = exchange.getResponseBody();
      body.write(content, from, Math.min(bytes, content.length - from));
      body.flush();
      behave(this::serveRanges);
    };
  }

  private int fromOf(HttpExchange exchange) {
    String range = rangeOf(exchange);
    boolean same = tag.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    return range.isEmpty() || !same
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  private void sendHead(HttpExchange exchange, int from) throws IOException {
    exchange.getResponseHeaders().set("ETag", tag);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
