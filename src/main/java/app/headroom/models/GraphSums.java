package app.headroom.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Whether a graph is still what was stored: by sums instead of digests, which takes some hundredths
 * of a second and is therefore done each time a graph is opened. A disk or a memory that forgets is
 * found by that; who may write a model's folder may write its list of sums too. Logs nothing, so
 * that a worker may use it.
 */
public final class GraphSums {

  private GraphSums() {}

  /**
   * Reads the graph and the weights beside it, if a list of them lies where {@link ModelStore} puts
   * it; a graph that is in no such list passes.
   *
   * @param graph what ONNX Runtime opens
   * @throws IOException if a file can't be read, or differs from what was stored
   */
  public static void check(Path graph) throws IOException {
    Path folder = graph.toAbsolutePath().getParent();
    Path model = folder == null ? null : folder.getParent();
    if (folder == null || model == null || Files.notExists(model.resolve(ModelFolder.MANIFEST))) {
      return;
    }
    String name = String.valueOf(graph.getFileName());
    String begin = folder.getFileName() + "/" + name.substring(0, name.lastIndexOf('.') + 1);
    for (Map.Entry<String, Manifest.StoredFile> each :
        Manifest.read(model.resolve(ModelFolder.MANIFEST)).graphFiles().entrySet()) {
      Long sum = each.getValue().crc32c();
      if (each.getKey().startsWith(begin)) {
        check(model.resolve(each.getKey()), sum);
      }
    }
  }

  private static void check(Path file, @Nullable Long sum) throws IOException {
    if (sum != null && sum(file) != sum) {
      throw new IOException(file.getFileName() + " is not as it was stored");
    }
  }

  private static long sum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    byte[] block = new byte[StoredFiles.BLOCK_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        sum.update(block, 0, count);
      }
    }
    return sum.getValue();
  }
}
