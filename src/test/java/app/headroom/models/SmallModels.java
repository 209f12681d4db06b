package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.job.Stem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Models of small made-up weights from a server on this machine, and stores for them without npm.
 */
final class SmallModels {

  static final byte[] WEIGHTS = "weights of a small network".getBytes(StandardCharsets.UTF_8);

  /** Of a machine where npm is not installed. */
  static final CommandRunner NO_NPM =
      (command, work, timeout) -> {
        throw new IOException("error=2, No such file or directory");
      };

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T12:34:56Z"), ZoneOffset.UTC);

  private SmallModels() {}

  static Model model(FileServer server) {
    return model(server.uri("/small.safetensors").toString());
  }

  static Model model(String uri) {
    String sha256 = HexFormat.of().formatHex(StoredFiles.sha256().digest(WEIGHTS));
    return new Model(
        "small",
        List.of(Stem.VOCALS),
        1000,
        1000,
        "free",
        List.of(
            new Origin.NpmPackage("small", "1.0.0", "package/small.onnx", 26, "no such digest"),
            new Origin.HttpsFile(URI.create(uri), 1000, sha256)),
        "digest of the parameters");
  }

  /** Of two weight sets. */
  static Model bag(FileServer server) {
    String sha256 = HexFormat.of().formatHex(StoredFiles.sha256().digest(WEIGHTS));
    var origin = new Origin.HttpsFile(server.uri("/small.safetensors"), 1000, sha256);
    return new Model(
        "bag",
        List.of(Stem.DRUMS, Stem.VOCALS),
        1000,
        1000,
        "free",
        List.of(
            new WeightSet("first", List.of(Stem.VOCALS), List.of(origin), null),
            new WeightSet("second", List.of(Stem.DRUMS), List.of(origin), null)));
  }

  static ModelStore store(
      Path folder, int builderVersion, ShippedWeights shipped, PrepareStep prepare) {
    var fetching = new Fetching(new NpmFetch(NO_NPM), new HttpsFetch(Duration.ofMinutes(1)));
    return new ModelStore(folder, builderVersion, shipped, fetching, prepare, CLOCK);
  }

  /** What it says that it cannot be done for. */
  static JobFailure refusal(ThrowingCallable call) {
    var thrown = new ArrayList<JobFailure>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ModelUnavailableException.class, unavailable -> thrown.add(unavailable.failure()));
    return thrown.getFirst();
  }
}
