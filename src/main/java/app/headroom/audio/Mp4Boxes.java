package app.headroom.audio;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The boxes of an MP4 file (ISO 14496-12), read one by one; every length is checked. */
final class Mp4Boxes {

  private static final int MOST_CHILDREN = 1000;

  /** More than any box has that is read whole. */
  private static final int MOST_BYTES = 1 << 20;

  private final FileChannel channel;

  Mp4Boxes(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param start of its header
   * @param content where its content begins
   */
  record Box(String type, long start, long content, long end) {}

  /** Those of the whole file. */
  List<Box> top() throws IOException {
    return between(0, channel.size());
  }

  List<Box> children(Box parent) throws IOException {
    return between(parent.content(), parent.end());
  }

  /** The first of that type. */
  static Optional<Box> first(List<Box> boxes, String type) {
    return boxes.stream().filter(box -> box.type().equals(type)).findFirst();
  }

  private List<Box> between(long from, long end) throws IOException {
    List<Box> boxes = new ArrayList<>();
    for (long at = from; at + 8 <= end && boxes.size() < MOST_CHILDREN; ) {
      ByteBuffer header = read(at, (int) Math.min(16, end - at));
      long size = Integer.toUnsignedLong(header.getInt(0));
      String type = StandardCharsets.ISO_8859_1.decode(header.slice(4, 4)).toString();
      long content = at + 8;
      if (size == 1 && header.capacity() == 16) {
        size = header.getLong(8);
        content = at + 16;
      } else if (size == 0) {
        size = end - at;
      }
      if (size < content - at || size > end - at) {
        throw new IOException("a box of " + size + " bytes does not fit where it is");
      }
      boxes.add(new Box(type, at, content, at + size));
      at += size;
    }
    return boxes;
  }

  /** A box's whole content. */
  ByteBuffer content(Box box) throws IOException {
    long bytes = box.end() - box.content();
    if (bytes > MOST_BYTES) {
      throw new IOException("a box of " + bytes + " bytes is too long to be read");
    }
    return read(box.content(), (int) bytes);
  }

  private ByteBuffer read(long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("a box ends early");
      }
    }
    return buffer.flip();
  }

  /**
   * Appends a box to the {@code udta} of the {@code moov} with which the file ends, as ffmpeg
   * writes it; nothing else in the file moves.
   *
   * @throws IOException if the file is built otherwise
   */
  void appendToUserData(String type, byte[] content) throws IOException {
    Box movie = last(top(), "moov");
    Box userData = last(children(movie), "udta");
    ByteBuffer box = ByteBuffer.allocate(8 + content.length);
    box.putInt(box.capacity()).put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content).flip();
    long end = channel.size();
    if (movie.end() != end || userData.end() != end) {
      throw new IOException("its description does not end the file");
    }
    int more = box.remaining();
    write(box, end);
    grow(userData, more);
    grow(movie, more);
  }

  private static Box last(List<Box> boxes, String type) throws IOException {
    if (boxes.isEmpty() || !boxes.getLast().type().equals(type)) {
      throw new IOException("it does not end with " + type);
    }
    return boxes.getLast();
  }

  private void grow(Box box, int more) throws IOException {
    long size = box.end() - box.start() + more;
    if (box.content() - box.start() != 8 || size > Integer.MAX_VALUE) {
      throw new IOException("its description is too long");
    }
    write(ByteBuffer.allocate(4).putInt((int) size).flip(), box.start());
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }
}
