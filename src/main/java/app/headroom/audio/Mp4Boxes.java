package app.headroom.audio;

import java.io.ByteArrayOutputStream;
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

  /** And flags, with which the content of some boxes begins. */
  private static final int VERSION_BYTES = 4;

  private static final int UTF_8 = 1;

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
    long from = parent.content() + (parent.type().equals("meta") ? VERSION_BYTES : 0);
    return between(from, parent.end());
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
    append(List.of("moov", "udta"), box(type, content));
  }

  /**
   * Appends a tag of that name as iTunes and DJ programs write those that have no box of their own.
   * For a file whose tags end it, as ffmpeg writes it.
   *
   * @throws IOException if the file is built otherwise
   */
  void appendTag(String name, String value) throws IOException {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    byte[] data = ByteBuffer.allocate(8 + text.length).putInt(UTF_8).putInt(0).put(text).array();
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    parts.writeBytes(box("mean", versioned("com.apple.iTunes")));
    parts.writeBytes(box("name", versioned(name)));
    parts.writeBytes(box("data", data));
    append(List.of("moov", "udta", "meta", "ilst"), box("----", parts.toByteArray()));
  }

  private static byte[] versioned(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(VERSION_BYTES + bytes.length).putInt(0).put(bytes).array();
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.ISO_8859_1))
        .put(content)
        .array();
  }

  /**
   * @param parents from the outermost on, each the last one in the one before
   */
  private void append(List<String> parents, byte[] box) throws IOException {
    long end = channel.size();
    List<Box> growing = new ArrayList<>();
    List<Box> children = top();
    for (String type : parents) {
      Box parent = last(children, type);
      if (parent.end() != end) {
        throw new IOException("its description does not end the file");
      }
      growing.add(parent);
      children = children(parent);
    }
    write(ByteBuffer.wrap(box), end);
    for (Box parent : growing) {
      grow(parent, box.length);
    }
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
