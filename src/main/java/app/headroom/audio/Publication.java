package app.headroom.audio;

import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a publication: which finished file goes where. It is persisted before the first
 * file moves, so that a publication that was interrupted can be completed.
 *
 * @param outputFolder under which all final paths lie
 * @param workFolder the hidden folder beside the targets that holds the files until they move; it
 *     is ours alone and is deleted at the end
 * @param createdFolders folders that are made for the targets, outermost first; removed again, if
 *     empty, when the publication is given up
 * @param overwrite whether files under the final names may be replaced
 */
public record Publication(
    Path outputFolder,
    Path workFolder,
    List<Path> createdFolders,
    List<Move> moves,
    boolean overwrite) {

  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  private static final String WORK_FOLDER = ".headroom-";

  /**
   * @param stem {@code vocals}, {@code no_vocals}
   */
  public record Move(String stem, Path from, Path to) {}

  public Publication {
    createdFolders = List.copyOf(createdFolders);
    moves = List.copyOf(moves);
    requireInside(outputFolder, workFolder, createdFolders, moves);
  }

  /** What is deleted and moved by this journal is named by nothing but the journal. */
  private static void requireInside(
      Path outputFolder, Path workFolder, List<Path> createdFolders, List<Move> moves) {
    boolean inside =
        outputFolder.equals(workFolder.getParent())
            && workFolder.getFileName().toString().startsWith(WORK_FOLDER)
            && createdFolders.stream()
                .allMatch(each -> isBelow(outputFolder, each) || outputFolder.startsWith(each))
            && moves.stream().allMatch(move -> isBelow(workFolder, move.from()))
            && moves.stream().allMatch(move -> isBelow(outputFolder, move.to()));
    if (!inside) {
      throw new IllegalArgumentException("a publication outside of " + outputFolder);
    }
  }

  private static boolean isBelow(Path folder, Path path) {
    return path.startsWith(folder)
        && path.getNameCount() > folder.getNameCount()
        && StreamSupport.stream(folder.relativize(path).spliterator(), false)
            .noneMatch(name -> name.toString().equals(".."));
  }

  /**
   * @param files final path by stem id
   * @param extension of all of them, without a dot
   */
  static Publication plan(
      JobId job, Path outputFolder, Map<String, Path> files, String extension, boolean overwrite) {
    Path workFolder = workFolder(job, outputFolder);
    SequencedSet<Path> created = new LinkedHashSet<>();
    List<Move> moves = new ArrayList<>();
    files.forEach(
        (stem, to) -> {
          moves.add(new Move(stem, workFolder.resolve(stem + "." + extension), to));
          addMissing(to.getParent(), created);
        });
    addMissing(outputFolder, created);
    List<Path> outermostFirst = new ArrayList<>(created);
    outermostFirst.sort((a, b) -> Integer.compare(a.getNameCount(), b.getNameCount()));
    return new Publication(outputFolder, workFolder, outermostFirst, moves, overwrite);
  }

  /**
   * For files that are made one by one, see {@link #with}: with no file yet, and its work folder
   * made.
   *
   * @param id names the hidden work folder, so that another try finds and replaces it
   * @param folder in which all files will lie
   */
  public static Publication begin(JobId id, Path folder, boolean overwrite) throws IOException {
    Publication publication = plan(id, folder, Map.of(), "", overwrite);
    publication.createWorkFolder();
    return publication;
  }

  /** Where a publication into that folder keeps its files until they move. */
  static Path workFolder(JobId job, Path outputFolder) {
    return outputFolder.resolve(WORK_FOLDER + job);
  }

  /** With one more file, which is made in the work folder and lies beside the others in the end. */
  public Publication with(Move more) {
    List<Move> all = new ArrayList<>(moves);
    all.add(more);
    return new Publication(outputFolder, workFolder, createdFolders, all, overwrite);
  }

  private static void addMissing(@Nullable Path folder, SequencedSet<Path> missing) {
    for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
      missing.add(each);
    }
  }

  /**
   * Empty, also if an interrupted run has left one, and readable by this user only.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something else has this name, such as a
   *     link
   */
  void createWorkFolder() throws IOException {
    Publisher.deleteTree(workFolder);
    Files.createDirectories(outputFolder);
    Files.createDirectory(workFolder, OWNER_ONLY);
    try {
      Files.setAttribute(workFolder, "dos:hidden", true);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // Elsewhere than on Windows the dot hides it.
    }
  }

  /** Where the stem lies until it moves. */
  Path from(String stem) {
    return moves.stream()
        .filter(move -> move.stem().equals(stem))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no file is named for " + stem))
        .from();
  }
}
