package app.headroom.demucs.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file beside the graph that holds the large weights. They are written as they come, so that
 * they are never in memory all at once, each at a multiple of the page size, so that the runtime
 * can map them.
 */
final class ExternalData implements Closeable {

  /** The page size of most systems; the runtime copes with larger ones. */
  private static final long ALIGNMENT_BYTES = 4096;

  private static final int CHUNK_BYTES = 256 * 1024;

  private final String location;
  private final FileChannel channel;
  private long offset;

  /**
   * @param location the name under which the graph will find the file beside itself
   */
  ExternalData(Path file, String location) throws IOException {
    this.location = location;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Writes all bytes and tells the tensor where they are. */
  void append(TensorProto.Builder tensor, ByteBuffer bytes) {
    offset = Math.ceilDiv(offset, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    int length = bytes.remaining();
    try {
      // In pieces: the runtime keeps a direct copy of the largest heap buffer ever written.
      for (int from = 0; from < length; from += CHUNK_BYTES) {
        ByteBuffer piece = bytes.slice(from, Math.min(CHUNK_BYTES, length - from));
        while (piece.hasRemaining()) {
          channel.write(piece, offset + from + piece.position());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.addExternalData(entry("location", location));
    tensor.addExternalData(entry("offset", Long.toString(offset)));
    tensor.addExternalData(entry("length", Integer.toString(length)));
    offset += length;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  /** Puts everything on the disk and closes. */
  void finish() throws IOException {
    channel.force(true);
    channel.close();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
