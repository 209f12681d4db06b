package app.headroom.ui.player;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.OutputFormat;
import app.headroom.ui.common.Messages;
import app.headroom.ui.player.ExportChooser.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of an answer to the dialog. */
class ExportDialogTest {

  @TempDir Path folder;
  private final List<SaveDialog.Question> questions = new ArrayList<>();

  private Choice choice(String typed, OutputFormat kind) {
    SaveDialog answering =
        question -> {
          questions.add(question);
          return Optional.of(
              new SaveDialog.Answer(
                  folder.resolve(typed), List.of(OutputFormat.values()).indexOf(kind)));
        };
    return new ExportDialog(answering, new Messages(Locale.ENGLISH))
        .choose(folder, "Song (minus Vocals)", OutputFormat.FLAC)
        .orElseThrow();
  }

  @Test
  void offersTheSongsFormatAndAllOthers() {
    assertThat(choice("a.flac", OutputFormat.FLAC))
        .isEqualTo(new Choice(folder.resolve("a.flac"), OutputFormat.FLAC, false));
    SaveDialog.Question asked = questions.getFirst();
    assertThat(asked.name()).isEqualTo("Song (minus Vocals).flac");
    assertThat(asked.folder()).isEqualTo(folder);
    assertThat(asked.kinds()).hasSize(OutputFormat.values().length);
    assertThat(asked.kinds().get(asked.first()).ending()).isEqualTo("flac");
  }

  @Test
  void theKindDecidesBetweenFormatsOfOneEnding() {
    assertThat(choice("a.wav", OutputFormat.WAV24).format()).isEqualTo(OutputFormat.WAV24);
    assertThat(choice("a.M4A", OutputFormat.ALAC).format()).isEqualTo(OutputFormat.ALAC);
  }

  @Test
  void anEndingThatIsTypedIsTheFormat() {
    assertThat(choice("a.mp3", OutputFormat.FLAC))
        .isEqualTo(new Choice(folder.resolve("a.mp3"), OutputFormat.MP3, false));
  }

  @Test
  void aNameWithoutAnEndingGetsOne() {
    assertThat(choice("St. Anger", OutputFormat.FLAC))
        .isEqualTo(new Choice(folder.resolve("St. Anger.flac"), OutputFormat.FLAC, false));
  }

  @Test
  void onlyWhatTheDialogHasAskedAboutIsReplaced() throws IOException {
    Files.createFile(folder.resolve("a.flac"));
    assertThat(choice("a.flac", OutputFormat.FLAC).overwrite()).isTrue();
    assertThat(choice("a", OutputFormat.FLAC).overwrite()).isFalse();
  }

  @Test
  void nothingIsChosenByACancelledDialog() {
    SaveDialog cancelled = question -> Optional.empty();
    assertThat(
            new ExportDialog(cancelled, new Messages(Locale.ENGLISH))
                .choose(folder, "Song", OutputFormat.FLAC))
        .isEmpty();
  }
}
