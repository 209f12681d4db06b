package app.headroom.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What has come of a file so far, and the server's tag of it, beside its place. */
final class PartialDownload {

  private static final int MAX_TAG_CHARS = 512;

  /** What can go into a header as it is. */
  private static final Pattern STRONG_TAG = Pattern.compile("\"[!#-~]*\"");

  private final Path file;
  private final Path tagFile;

  PartialDownload(Path target) {
    this.file = target.resolveSibling(target.getFileName() + ".download");
    this.tagFile = target.resolveSibling(target.getFileName() + ".etag");
  }

  Path file() {
    return file;
  }

  long bytes() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /** As much as is here, if the server can be asked for the rest of the same file; else 0. */
  long resumableBytes() throws IOException {
    return tag().isEmpty() ? 0 : bytes();
  }

  /** The server's, quoted as it gave it; empty where there is none that can be used. */
  String tag() throws IOException {
    if (!Files.exists(tagFile)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(tagFile)) {
      String tag = new String(in.readNBytes(MAX_TAG_CHARS + 1), StandardCharsets.US_ASCII);
      return isStrong(tag) ? tag : "";
    }
  }

  /** Begins with nothing. A weak tag does not promise the same bytes. */
  void restart(String tag) throws IOException {
    discard();
    if (isStrong(tag)) {
      Files.writeString(tagFile, tag, StandardCharsets.US_ASCII);
    }
  }

  private static boolean isStrong(String tag) {
    return tag.length() <= MAX_TAG_CHARS && STRONG_TAG.matcher(tag).matches();
  }

  void discard() throws IOException {
    Files.deleteIfExists(tagFile);
    Files.deleteIfExists(file);
  }
}
