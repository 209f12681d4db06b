package app.headroom.memory.probe;

import app.headroom.memory.TreeMemory;
import java.nio.file.Path;
import java.util.Optional;

/** The memory of one process, looked at again and again. */
final class ProcessMemory implements AutoCloseable {

  private final KeptFile statm;
  private final long pageBytes;

  private ProcessMemory(KeptFile statm, long pageBytes) {
    this.statm = statm;
    this.pageBytes = pageBytes;
  }

  /**
   * @param process its folder under {@code /proc}
   * @return empty if it is gone
   */
  static Optional<ProcessMemory> open(Path process, long pageBytes) {
    return KeptFile.open(process.resolve("statm"))
        .map(statm -> new ProcessMemory(statm, pageBytes));
  }

  /** Empty if the process is gone, or a zombie. */
  Optional<TreeMemory> look() {
    return statm
        .text()
        .flatMap(Statm::parse)
        .filter(pages -> pages.residentPages() > 0)
        .map(
            pages ->
                new TreeMemory(
                    pages.residentPages() * pageBytes,
                    (pages.residentPages() - pages.filePages()) * pageBytes,
                    1));
  }

  @Override
  public void close() {
    statm.close();
  }
}
