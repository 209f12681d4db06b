package app.headroom.models;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import app.headroom.job.json.Whole;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was stored for a model; kept beside it. Files are named by their path below the model's
 * folder, with forward slashes.
 *
 * @param origin where the weights came from, in words
 * @param weights the canonical weights
 * @param builderVersion with which the graphs were built
 * @param graphFiles the graphs and what belongs to them
 * @param graphs those among the files that ONNX Runtime opens
 * @param stems what the graphs give, where that was found out from the weights; null where the
 *     catalogue knows it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Manifest(
    int format,
    String origin,
    StoredFile weights,
    int builderVersion,
    Map<String, StoredFile> graphFiles,
    Map<Precision, String> graphs,
    @Nullable List<Stem> stems) {

  static final int FORMAT = 1;

  private static final int MAX_BYTES = 1 << 16;
  private static final JsonMapper JSON = new JsonMapper();

  /** A file in a folder of its own; neither name begins with a dot. */
  private static final Pattern IN_A_FOLDER = Pattern.compile("\\w[\\w.-]*/\\w[\\w.-]*");

  Manifest {
    graphFiles = Map.copyOf(graphFiles);
    graphs = Map.copyOf(graphs);
    stems = stems == null ? null : List.copyOf(stems);
  }

  /**
   * A file as it was when its digest was taken.
   *
   * @param crc32c a sum that is so quickly made that it is compared each time the file is used;
   *     null in lists of earlier versions
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StoredFile(long bytes, long modifiedMillis, String sha256, @Nullable Long crc32c) {

    static StoredFile of(Path file, StoredFiles.Sums sums) throws IOException {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new StoredFile(
          now.size(), now.lastModifiedTime().toMillis(), sums.sha256(), sums.crc32c());
    }

    /** Whether it looks as it did, without reading it. */
    boolean looksLike(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() == bytes && now.lastModifiedTime().toMillis() == modifiedMillis;
      } catch (IOException e) {
        return false;
      }
    }
  }

  /**
   * @throws IOException if there is none, or it can't be understood
   */
  static Manifest read(Path file) throws IOException {
    Manifest manifest;
    try {
      manifest = Whole.checked(JSON.readValue(content(file), Manifest.class));
    } catch (JsonProcessingException e) {
      throw new IOException(file + " can't be read: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " can't be read: " + e.getMessage(), e);
    }
    if (manifest.format != FORMAT) {
      throw new IOException(file + " has the format " + manifest.format);
    }
    for (String name : manifest.graphFiles.keySet()) {
      if (!IN_A_FOLDER.matcher(name).matches()) {
        throw new IOException(file + " names a file elsewhere: " + name);
      }
    }
    if (!manifest.graphFiles.keySet().containsAll(manifest.graphs.values())) {
      throw new IOException(file + " names a graph that is not among its files");
    }
    return manifest;
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length > MAX_BYTES) {
        throw new IOException(file + " is too large for a list of a few files");
      }
      return content;
    }
  }

  /** Of all that is stored. */
  long bytes() {
    return weights.bytes() + graphFiles.values().stream().mapToLong(StoredFile::bytes).sum();
  }

  void write(Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ModelFolder.PARTIAL);
    try {
      Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
      StoredFiles.publish(partial, file);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  Manifest with(StoredFile newWeights, Map<String, StoredFile> newGraphFiles) {
    return new Manifest(format, origin, newWeights, builderVersion, newGraphFiles, graphs, stems);
  }

  Manifest withoutGraphs() {
    return new Manifest(format, origin, weights, builderVersion, Map.of(), Map.of(), stems);
  }
}
