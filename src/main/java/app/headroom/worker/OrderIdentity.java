package app.headroom.worker;

import app.headroom.job.Overlap;
import app.headroom.job.Stem;
import app.headroom.protocol.WorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a kept place belongs to. If any of it is different, going on would mix two songs, or two
 * ways of separating one.
 *
 * @param sourceBytes size of the file when it was decoded
 * @param sourceModifiedMillis when it was last changed before
 * @param graph the model's files, each by its own name and its folder's, which names what it was
 *     built from
 */
record OrderIdentity(
    Path source,
    long sourceBytes,
    long sourceModifiedMillis,
    String graph,
    List<Stem> modelStems,
    Overlap overlap) {

  OrderIdentity {
    modelStems = List.copyOf(modelStems);
  }

  /**
   * @throws IOException if the source is not there
   */
  static OrderIdentity of(WorkerCommand.Separate order) throws IOException {
    return new OrderIdentity(
        order.source(),
        Files.size(order.source()),
        Files.getLastModifiedTime(order.source()).toMillis(),
        names(order),
        order.modelStems(),
        order.overlap());
  }

  /** The same but for the source's size and date, which are not known while it is not there. */
  boolean fits(WorkerCommand.Separate order) {
    return source.equals(order.source())
        && graph.equals(names(order))
        && modelStems.equals(order.modelStems())
        && overlap.equals(order.overlap());
  }

  private static String names(WorkerCommand.Separate order) {
    return order.passes().stream()
        .map(pass -> name(pass.graph()))
        .collect(Collectors.joining(" + "));
  }

  private static String name(Path graph) {
    Path folder = graph.getParent();
    return (folder == null ? "" : folder.getFileName() + "/") + graph.getFileName();
  }
}
