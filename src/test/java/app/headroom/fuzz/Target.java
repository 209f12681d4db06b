package app.headroom.fuzz;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One reader under attack. Made, used and closed by one thread. */
public interface Target extends AutoCloseable {

  String name();

  /**
   * Small valid inputs and some that are made by hand; the same for the same program.
   *
   * @param folder empty; may be written to
   */
  List<byte[]> corpus(Path folder) throws Exception;

  /**
   * Reads one input and leaves nothing behind.
   *
   * @param folder empty; all that may be written to
   * @return what came of it in a word or two: that it was read, or how it was refused
   * @throws Throwable what the reader must never throw
   */
  String read(byte[] input, Path folder) throws Throwable;

  /** What inputs are made of, to be put in elsewhere. */
  default List<String> words() {
    return List.of();
  }

  /** Time that one input may take. */
  default Duration patience() {
    return Duration.ofSeconds(5);
  }

  /** Resident memory that its process may have, the virtual machine's own included. */
  default long memoryBytes() {
    return 300_000_000;
  }

  /**
   * Whether the program runs this reader in a child process, where a crash of a library is a clear
   * failure of the one job.
   */
  default boolean contained() {
    return false;
  }

  @Override
  default void close() {}
}
