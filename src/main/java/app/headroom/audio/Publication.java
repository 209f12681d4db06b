package app.headroom.audio;

import java.nio.file.Path;
import java.util.List;

/**
 * The journal of a publication: which finished file goes where. It is persisted before the first
 * file moves, so that a publication that was interrupted can be completed.
 *
 * @param workFolder the hidden folder beside the targets that holds the files until they move; it
 *     is ours alone and is deleted at the end
 * @param createdFolders folders that were made for the targets, outermost first; removed again, if
 *     empty, when the publication is given up
 * @param overwrite whether files under the final names may be replaced
 */
public record Publication(
    Path workFolder, List<Path> createdFolders, List<Move> moves, boolean overwrite) {

  /**
   * @param stem {@code vocals}, {@code no_vocals}
   */
  public record Move(String stem, Path from, Path to) {}

  public Publication {
    createdFolders = List.copyOf(createdFolders);
    moves = List.copyOf(moves);
  }
}
