package app.headroom.models;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Another process that makes the same model ready: says when it is preparing, goes on when it is
 * told to, and says what it got.
 */
final class ModelStoreProcess {

  private ModelStoreProcess() {}

  static Process start(Path folder, URI uri) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            ModelStoreProcess.class.getName(),
            folder.toString(),
            uri.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  public static void main(String[] args) throws Exception {
    var step = new CopyingPrepareStep(1);
    var store =
        new ModelStore(
            Path.of(args[0]),
            1,
            ShippedWeights.NONE,
            new Fetching(SmallModels.NO_NPM),
            (order, progress) -> {
              IO.println("preparing");
              IO.readln();
              return step.prepare(order, progress);
            },
            Clock.systemUTC());
    IO.println(
        store.ensure(SmallModels.model(args[1]), ModelStore.Check.LOOK, null, progress -> {}));
  }
}
