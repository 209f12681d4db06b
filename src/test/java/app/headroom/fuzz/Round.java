package app.headroom.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One target with its inputs, in a folder beside which nothing may appear or change.
 *
 * <p>{@code root/inside} is the target's; {@code root/outside} stands for the user's files.
 */
final class Round implements AutoCloseable {

  private static final String KEPT = "the user's own";

  private final Target target;
  private final Path root;
  private final Path inside;
  private final Mutator mutator;

  Round(Target target, Path root, long seed) throws Exception {
    this.target = target;
    this.root = root;
    this.inside = root.resolve("inside");
    Files.createDirectories(inside);
    this.mutator = new Mutator(target.corpus(inside), target.words(), seed);
    empty();
    Files.writeString(root.resolve("outside"), KEPT);
  }

  /**
   * @param find what must not have happened, or null
   */
  record Outcome(String words, @Nullable String find) {}

  Outcome run(long number) throws IOException {
    String words;
    String find = null;
    try {
      words = target.read(mutator.input(number), inside);
    } catch (OutOfMemoryError e) {
      throw e; // the process ends by it, as the program's would
    } catch (Throwable e) {
      words = e.getClass().getSimpleName();
      find = e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
    }
    empty();
    if (find == null) {
      find = trace();
    }
    return new Outcome(shape(words), find);
  }

  private @Nullable String trace() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      List<String> names = entries.map(path -> path.getFileName().toString()).sorted().toList();
      return names.equals(List.of("inside", "outside"))
              && Files.readString(root.resolve("outside")).equals(KEPT)
          ? null
          : "it left its folder: " + names;
    }
  }

  private void empty() throws IOException {
    try (Stream<Path> tree = Files.walk(inside)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(inside)) {
          Files.delete(path);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Outcomes that differ in nothing but names and numbers are the same. */
  private static String shape(String words) {
    String shape = words.replaceAll("(/[^ :]*)|[0-9]+|'[^']*'|\"[^\"]*\"", "#");
    shape = shape.replaceAll("[^ -~]", "?");
    return shape.substring(0, Math.min(shape.length(), 48));
  }

  @Override
  public void close() {
    target.close();
  }
}
