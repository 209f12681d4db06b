package app.headroom.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Valid inputs to broken ones; each follows from the seed and its number alone. */
final class Mutator {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    16,
    127,
    128,
    255,
    256,
    4095,
    32_767,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] TEXTS = {
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "-1",
    "1e999",
    "0.5",
    "99999999999999999999",
    "\\u0000",
    "\n",
    "../../../outside",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "..",
    "\u202e",
    "%00",
    "file:///",
    "http://127.0.0.1:9/",
    "jar:file:///a!/b",
    "\ufeff",
    "[[[[[[[[[[[[[[[[[[[[[[[["
  };
  private static final int MOST_CHANGES = 12;
  private static final int HEAD_BYTES = 512;
  private static final int ROOM_BYTES = 64 * 1024;

  private final List<byte[]> corpus;
  private final List<String> words;
  private final long seed;
  private final int mostBytes;

  Mutator(List<byte[]> corpus, List<String> words, long seed) {
    this.corpus = corpus;
    this.words = words;
    this.seed = seed;
    this.mostBytes =
        ROOM_BYTES + 2 * corpus.stream().mapToInt(input -> input.length).max().orElse(0);
  }

  /** The first are the corpus as it is. */
  byte[] input(long number) {
    if (number < corpus.size()) {
      return corpus.get((int) number).clone();
    }
    Random random = new Random(seed * 0x9e3779b97f4a7c15L + number);
    random.nextLong();
    byte[] bytes = corpus.get(random.nextInt(corpus.size())).clone();
    int changes = 1 + random.nextInt(random.nextInt(MOST_CHANGES) + 1);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes, random);
      if (bytes.length > mostBytes) {
        bytes = Arrays.copyOf(bytes, mostBytes);
      }
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = place(bytes, random);
    return switch (random.nextInt(12)) {
      case 0, 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt();
        yield bytes;
      }
      case 3, 4, 5 -> number(bytes, at, random);
      case 6 -> Arrays.copyOf(bytes, at);
      case 7 -> replaced(bytes, at, length(bytes.length - at, random), new byte[0]);
      case 8 -> { // once more
        byte[] part = Arrays.copyOfRange(bytes, at, at + length(bytes.length - at, random));
        yield replaced(bytes, place(bytes, random), 0, part);
      }
      case 9 -> {
        byte[] other = corpus.get(random.nextInt(corpus.size()));
        if (other.length == 0) {
          yield bytes;
        }
        int from = place(other, random);
        byte[] part = Arrays.copyOfRange(other, from, from + length(other.length - from, random));
        yield replaced(bytes, at, random.nextBoolean() ? part.length : 0, part);
      }
      case 10 -> {
        byte[] word = word(random).getBytes(StandardCharsets.UTF_8);
        yield replaced(bytes, at, random.nextBoolean() ? word.length : 0, word);
      }
      default -> digits(bytes, at, random);
    };
  }

  /** Headers are read most. */
  private static int place(byte[] bytes, Random random) {
    return random.nextInt(random.nextBoolean() ? Math.min(bytes.length, HEAD_BYTES) : bytes.length);
  }

  private static int length(int most, Random random) {
    return 1 + random.nextInt(Math.min(most, 1 << random.nextInt(12)));
  }

  private static byte[] number(byte[] bytes, int at, Random random) {
    int size = 1 << random.nextInt(4);
    if (at + size > bytes.length) {
      return bytes;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long value = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
    switch (size) {
      case 1 -> buffer.put(at, (byte) value);
      case 2 -> buffer.putShort(at, (short) value);
      case 4 -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return bytes;
  }

  /** A written number becomes another. */
  private static byte[] digits(byte[] bytes, int at, Random random) {
    int from = at;
    while (from < bytes.length && !Character.isDigit(bytes[from])) {
      from++;
    }
    int to = from;
    while (to < bytes.length && Character.isDigit(bytes[to])) {
      to++;
    }
    String number = Long.toString(NUMBERS[random.nextInt(NUMBERS.length)]);
    return from == bytes.length
        ? bytes
        : replaced(bytes, from, to - from, number.getBytes(StandardCharsets.US_ASCII));
  }

  private String word(Random random) {
    return words.isEmpty() || random.nextBoolean()
        ? TEXTS[random.nextInt(TEXTS.length)]
        : words.get(random.nextInt(words.size()));
  }

  private static byte[] replaced(byte[] bytes, int at, int removed, byte[] added) {
    int tail = Math.min(bytes.length, at + removed);
    byte[] result = Arrays.copyOf(bytes, at + added.length + bytes.length - tail);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(bytes, tail, result, at + added.length, bytes.length - tail);
    return result;
  }
}
