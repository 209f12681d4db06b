package app.headroom.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window that runs for this user, reached by a socket file in the program's own folder, which
 * nobody else may enter. A second start hands its files over to it and ends.
 *
 * <p>A message is a count of paths and each path in Java's modified UTF-8; the answer is one byte.
 */
final class RunningInstance implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunningInstance.class);

  private static final String SOCKET = "window.sock";
  private static final int MOST_PATHS = 10_000;
  private static final int RECEIVED = 1;

  private final ServerSocketChannel server;
  private final Path socket;
  private final Consumer<List<Path>> receiver;

  private RunningInstance(ServerSocketChannel server, Path socket, Consumer<List<Path>> receiver) {
    this.server = server;
    this.socket = socket;
    this.receiver = receiver;
  }

  /**
   * Hands the files to the window that runs.
   *
   * @param files absolute
   * @return whether there was one, and it took them
   */
  static boolean handOver(Path folder, List<Path> files) {
    Path socket = folder.resolve(SOCKET);
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(message);
      List<Path> sent = files.subList(0, Math.min(files.size(), MOST_PATHS));
      out.writeInt(sent.size());
      for (Path file : sent) {
        out.writeUTF(file.toString());
      }
      Channels.newOutputStream(channel).write(message.toByteArray());
      return Channels.newInputStream(channel).read() == RECEIVED;
    } catch (IOException _) {
      // what a crashed window left behind answers nobody
      return false;
    }
  }

  /**
   * Listens for other starts from now on.
   *
   * @param receiver takes their files, on a thread of this object's own
   */
  static RunningInstance listen(Path folder, Consumer<List<Path>> receiver) throws IOException {
    Path socket = folder.resolve(SOCKET);
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    RunningInstance instance = new RunningInstance(server, socket, receiver);
    Thread.ofPlatform().daemon().name("instance").start(instance::accept);
    return instance;
  }

  private void accept() {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        receiver.accept(read(channel));
        Channels.newOutputStream(channel).write(RECEIVED);
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException | InvalidPathException e) {
        LOG.warn("another start of the program said nothing that can be understood", e);
      }
    }
  }

  @SuppressWarnings("resource") // closes with its channel
  private static List<Path> read(SocketChannel channel) throws IOException {
    DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
    int count = in.readInt();
    if (count < 0 || count > MOST_PATHS) {
      throw new IOException("not a number of files: " + count);
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(Path.of(in.readUTF()));
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }
}
