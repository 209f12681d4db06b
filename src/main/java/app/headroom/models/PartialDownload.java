package app.headroom.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What has come of a file so far, and the server's tag of it, beside its place. */
final class PartialDownload {

  private static final int MAX_TAG_CHARS = 512;

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
    return Files.exists(tagFile) ? Files.readString(tagFile) : "";
  }

  /** Begins with nothing. A weak tag does not promise the same bytes. */
  void restart(String tag) throws IOException {
    discard();
    if (tag.startsWith("\"") && tag.endsWith("\"") && tag.length() <= MAX_TAG_CHARS) {
      Files.writeString(tagFile, tag);
    }
  }

  void discard() throws IOException {
    Files.deleteIfExists(tagFile);
    Files.deleteIfExists(file);
  }
}
