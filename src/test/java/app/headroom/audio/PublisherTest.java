package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherTest {

  private static final List<String> STEMS = List.of("drums", "bass", "other", "vocals");

  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("separated");
  }

  private Path target(String stem) {
    return output.resolve("htdemucs/song").resolve(stem + ".wav");
  }

  private Publication prepared(boolean overwrite) throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    STEMS.forEach(stem -> files.put(stem, target(stem)));
    Publication publication = Publication.plan(JobId.random(), output, files, "wav", overwrite);
    publication.createWorkFolder();
    for (String stem : STEMS) {
      Files.writeString(publication.from(stem), "the " + stem);
    }
    return publication;
  }

  private void assertAllPublished() throws IOException {
    for (String stem : STEMS) {
      assertThat(target(stem)).hasContent("the " + stem);
    }
    assertThat(everything()).hasSize(STEMS.size());
  }

  /** All files below the test's folder, hidden ones too. */
  private Set<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toSet());
    }
  }

  private static JobFailure failure(Publication publication) {
    AudioException e =
        catchThrowableOfType(AudioException.class, () -> Publisher.publish(publication));
    assertThat(e).isNotNull();
    return e.failure();
  }

  @Test
  void movesAllIntoPlaceAndLeavesNothingElse() throws Exception {
    Publication publication = prepared(false);
    Publisher.publish(publication);
    assertAllPublished();
    assertThat(publication.workFolder()).doesNotExist();
  }

  @Test
  void mayBeCalledAgain() throws Exception {
    Publication publication = prepared(false);
    Publisher.publish(publication);
    Publisher.publish(publication);
    assertAllPublished();
  }

  /** Killed after any number of links were made, and after any number of files were deleted. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void completesWhatWasInterrupted(int steps) throws Exception {
    Publication publication = prepared(false);
    Files.createDirectories(target("bass").getParent());
    for (int i = 0; i < steps; i++) {
      Publication.Move move = publication.moves().get(i % 4);
      if (i < 4) {
        Files.createLink(move.to(), move.from());
      } else {
        Files.delete(move.from());
      }
    }
    Publisher.publish(publication);
    assertAllPublished();
  }

  /** The same on a file system that has no links: some are moved, one name is only claimed. */
  @Test
  void completesWhatWasInterruptedWithoutLinks() throws Exception {
    Publication publication = prepared(false);
    Files.createDirectories(target("bass").getParent());
    Publication.Move first = publication.moves().get(0);
    Files.move(first.from(), first.to());
    Files.writeString(
        publication.moves().get(1).to(), publication.workFolder().getFileName().toString());
    Publisher.publish(publication);
    assertAllPublished();
  }

  @Test
  void aNameIsClaimedWithoutLinks() throws Exception {
    Publication publication = prepared(false);
    Publication.Move move = publication.moves().get(0);
    Files.createDirectories(move.to().getParent());
    Publisher.claim(publication, move);
    assertThat(move.to()).hasContent("the drums");

    Publication.Move taken = publication.moves().get(1);
    Files.writeString(taken.to(), "the user's");
    assertThat(
            catchThrowableOfType(
                FileAlreadyExistsException.class, () -> Publisher.claim(publication, taken)))
        .isNotNull();
    assertThat(taken.to()).hasContent("the user's");
  }

  @Test
  void aFileThatAppearedMeanwhileIsNotReplaced() throws Exception {
    Publication publication = prepared(false);
    Files.createDirectories(target("other").getParent());
    Files.writeString(target("other"), "the user's");

    assertThat(failure(publication)).isEqualTo(new JobFailure.OutputExists(target("other")));

    assertThat(everything()).containsExactly(target("other"));
    assertThat(target("other")).hasContent("the user's");
  }

  @Test
  void overwritesWhereThatWasAsked() throws Exception {
    Publication publication = prepared(true);
    Files.createDirectories(target("other").getParent());
    Files.writeString(target("other"), "an older run's");
    Publisher.publish(publication);
    assertAllPublished();
  }

  @Test
  void anAbandonedOneLeavesNothing() throws Exception {
    Publication publication = prepared(false);
    Publisher.abandon(publication);
    assertThat(output).doesNotExist();
  }

  @Test
  void anAbandonedOneLeavesWhatOthersPutThere() throws Exception {
    Publication publication = prepared(false);
    Path theirs = Files.writeString(output.resolve("notes.txt"), "mine");
    Publisher.abandon(publication);
    assertThat(everything()).containsExactly(theirs);
  }

  @Test
  void aFinishedStemThatDisappearedIsTold() throws Exception {
    Publication publication = prepared(false);
    Files.delete(publication.from("vocals"));
    assertThat(failure(publication)).isInstanceOf(JobFailure.OutputNotWritable.class);
    assertThat(everything()).isEmpty();
  }

  @Test
  void checksBeforeTheStart() throws Exception {
    List<Path> files = STEMS.stream().map(this::target).toList();
    assertThatCode(() -> Publisher.check(output, files, false, 1000)).doesNotThrowAnyException();
    assertThat(output).doesNotExist();
    assertThat(everything()).isEmpty();

    Files.createDirectories(target("bass").getParent());
    Files.writeString(target("bass"), "the user's");
    assertThat(checkFailure(output, files, false, 0))
        .isEqualTo(new JobFailure.OutputExists(target("bass")));
    assertThatCode(() -> Publisher.check(output, files, true, 0)).doesNotThrowAnyException();

    Files.delete(target("bass"));
    Files.createDirectory(target("bass"));
    assertThat(checkFailure(output, files, true, 0))
        .isEqualTo(new JobFailure.OutputExists(target("bass")));
  }

  @Test
  void aFileInTheFoldersPlaceIsTold() throws Exception {
    Files.writeString(output, "a file");
    JobFailure failure = checkFailure(output, List.of(target("bass")), false, 0);
    assertThat(failure).isInstanceOf(JobFailure.OutputNotWritable.class);
    assertThat(failure.what()).contains("is a file where a folder should be");
  }

  @Test
  void tooLittleRoomIsTold() {
    JobFailure failure = checkFailure(output, List.of(target("bass")), false, Long.MAX_VALUE);
    assertThat(failure).isInstanceOf(JobFailure.DiskFull.class);
    assertThat(((JobFailure.DiskFull) failure).neededBytes()).isEqualTo(Long.MAX_VALUE);
  }

  private static JobFailure checkFailure(
      Path output, List<Path> files, boolean overwrite, long neededBytes) {
    AudioException e =
        catchThrowableOfType(
            AudioException.class, () -> Publisher.check(output, files, overwrite, neededBytes));
    assertThat(e).isNotNull();
    return e.failure();
  }

  @Test
  void noLinkLeadsOutOfTheOutputFolder() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectory(output);
    Files.createSymbolicLink(output.resolve("htdemucs"), elsewhere);

    AudioException before =
        catchThrowableOfType(
            AudioException.class,
            () -> Publisher.check(output, List.of(target("vocals")), false, 0));
    assertThat(before.failure().what()).contains("leads out");
    Publication publication = prepared(false);
    assertThat(failure(publication).what()).contains("leads out");
    assertThat(elsewhere).isDirectoryNotContaining(path -> !Files.isDirectory(path));
    assertThat(publication.workFolder()).doesNotExist();
  }

  @Test
  void theOutputFolderItselfMayBeALink() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createSymbolicLink(output, elsewhere);
    Publisher.check(output, List.of(target("vocals")), false, 0);
    Publisher.publish(prepared(false));
    assertAllPublished();
  }

  @Test
  void worksInAFolderOfItsOwnThatIsNobodysLink() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Publication publication = prepared(false);
    assertThat(Files.getPosixFilePermissions(publication.workFolder()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Publisher.deleteTree(publication.workFolder());
    Files.createSymbolicLink(publication.workFolder(), elsewhere);
    assertThatThrownBy(publication::createWorkFolder)
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aJournalThatLeadsElsewhereIsNone() {
    Path work = output.resolve(".headroom-x");
    Path to = output.resolve("a.wav");
    Publication.Move good = new Publication.Move("vocals", work.resolve("a"), to);
    assertThat(new Publication(output, work, List.of(folder), List.of(good), false)).isNotNull();
    for (Publication.Move move :
        List.of(
            new Publication.Move("vocals", folder.resolve("secret"), to),
            new Publication.Move("vocals", work.resolve("../../secret"), to),
            new Publication.Move("vocals", work.resolve("a"), output.resolve("../a.wav")),
            new Publication.Move("vocals", work.resolve("a"), output))) {
      assertThatThrownBy(() -> new Publication(output, work, List.of(), List.of(move), false))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Path other :
        List.of(folder, output, output.resolve("htdemucs"), folder.resolve(".headroom-x"))) {
      assertThatThrownBy(() -> new Publication(output, other, List.of(), List.of(), false))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Path other = folder.resolve("other");
    assertThatThrownBy(() -> new Publication(output, work, List.of(other), List.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
