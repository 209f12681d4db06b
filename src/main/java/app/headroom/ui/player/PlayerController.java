package app.headroom.ui.player;

import app.headroom.job.OutputFormat;
import app.headroom.player.Loop;
import app.headroom.player.Playback;
import app.headroom.ui.common.CutWords;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Shown;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Binds the player to its model; the playhead moves only while it plays and can be seen. */
public final class PlayerController implements AutoCloseable {

  static final double STEP_SECONDS = 5;

  private static final double FINE_SECONDS = 1;
  private static final Duration FRAME = Duration.millis(33);
  private static final double ROW = 44;
  private static final double LEAST_ROW = 25;
  private static final double SHARE_OF_WINDOW = 0.25;
  private static final double NOTICE = 40;
  private static final double USUAL_WINDOW = 800;
  private static final double NARROW = 1100;
  private static final double TIGHT = 980;
  private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");
  private static final PseudoClass IS_TIGHT = PseudoClass.getPseudoClass("tight");
  private static final PseudoClass LOOPING = PseudoClass.getPseudoClass("looping");

  private final Messages messages;
  private final PlayerWords words;
  private final PlayerModel model;
  private final Deck deck;
  private final ExportChooser chooser;
  private final Consumer<Path> reveal;
  private final Timeline timeline;
  private final StemRows rows;
  private final Watching watching = new Watching();
  private boolean tight;

  @FXML private VBox root;
  @FXML private Button play;
  @FXML private Label title;
  @FXML private Label time;
  @FXML private Label separated;
  @FXML private Label tempoTitle;
  @FXML private Label pitchTitle;
  @FXML private MenuButton tempo;
  @FXML private MenuButton pitch;
  @FXML private Button loop;
  @FXML private Button export;
  @FXML private Button fold;
  @FXML private HBox notice;
  @FXML private Label noticeText;
  @FXML private Button noticeAction;
  @FXML private Button noticeClose;

  /**
   * @param reveal shows a file where the system shows files
   */
  public PlayerController(
      Messages messages, PlayerModel model, ExportChooser chooser, Consumer<Path> reveal) {
    this.messages = messages;
    this.words = new PlayerWords(messages);
    this.model = model;
    this.deck = model.deck();
    this.chooser = chooser;
    this.reveal = reveal;
    this.rows = new StemRows(messages, words, deck);
    this.timeline = new Timeline(new KeyFrame(FRAME, _ -> model.deck().tick()));
    timeline.setCycleCount(Animation.INDEFINITE);
  }

  @FXML
  private void initialize() {
    root.managedProperty().bind(root.visibleProperty());
    for (Node part :
        List.of(notice, rows, separated, tempoTitle, pitchTitle, noticeAction, noticeClose)) {
      part.managedProperty().bind(part.visibleProperty());
    }
    tempoTitle.visibleProperty().bind(root.widthProperty().greaterThan(NARROW));
    pitchTitle.visibleProperty().bind(root.widthProperty().greaterThan(NARROW));
    tempoTitle.setLabelFor(tempo);
    pitchTitle.setLabelFor(pitch);
    loop.setTooltip(new Tooltip(messages.text("player.loop.hint")));
    export.setTooltip(new Tooltip(messages.text("player.export.hint")));
    export.setAccessibleText(messages.text("player.export"));
    CutWords.tell(title);
    root.widthProperty().map(width -> (Double) width < TIGHT).subscribe(this::showTight);
    root.getChildren().add(rows);
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    root.sceneProperty()
        .flatMap(scene -> scene == null ? null : scene.heightProperty())
        .addListener((_, _, _) -> sizeRows());
    notice.visibleProperty().addListener((_, _, _) -> sizeRows());

    PracticeDials dials = new PracticeDials(messages, words, deck, tempo, pitch);
    NoticeBar bar =
        new NoticeBar(messages, model, reveal, notice, noticeText, noticeAction, noticeClose);
    watching.watch(model.song(), this::showSong);
    watching.watch(deck.mix(), rows::show);
    watching.watch(deck.practice(), dials::show);
    watching.watch(model.waveform(), rows.waves()::show);
    watching.watch(deck.loop(), _ -> showLoop());
    watching.watch(deck.loopStart(), _ -> showLoop());
    watching.watch(deck.position(), _ -> showPosition());
    watching.watch(model.folded(), this::showFolded);
    watching.watch(model.task(), _ -> bar.show());
    watching.watch(deck.playback(), this::showPlayback);
    watching.watch(deck.playback(), _ -> bar.show());
    watching.watch(Shown.seen(root), _ -> runOrRest());
  }

  private long frames() {
    OpenSong song = model.song().get();
    return song == null ? 0 : song.frames();
  }

  // ---- what the model says

  /** What is separated then stands below the time, and long names have short ones. */
  private void showTight(boolean now) {
    root.pseudoClassStateChanged(IS_TIGHT, now);
    GridPane.setConstraints(separated, now ? 0 : 1, now ? 1 : 0);
    export.setText(messages.text(now ? "player.export.short" : "player.export"));
    tight = now;
    showSeparated();
    showLoop();
  }

  private void showSeparated() {
    OpenSong song = model.song().get();
    boolean whole = song == null || song.separatedFrames() >= song.frames();
    separated.setVisible(!whole);
    String upTo =
        song == null ? "" : messages.text("player.separated", words.time(song.separatedFrames()));
    separated.setText(whole ? "" : tight ? upTo : "· " + upTo);
  }

  private void showSong(@Nullable OpenSong song) {
    root.setVisible(song != null);
    if (song == null) {
      rows.show(List.of(), 0);
      return;
    }
    title.setText(song.title());
    Text widest = new Text(words.place(song.frames(), song.frames()));
    widest.setFont(time.getFont());
    time.setMinWidth(Math.ceil(widest.getLayoutBounds().getWidth()) + 2);
    showSeparated();
    if (rows.show(song.stems(), song.frames())) {
      rows.waves().show(model.waveform().get());
      sizeRows();
      rows.show(deck.mix().get());
    }
    rows.waves()
        .separatedUpTo(song.frames() <= 0 ? 0 : song.separatedFrames() / (double) song.frames());
    showPosition();
    showLoop();
  }

  /** Lower rows where there are many of them, or the window is low: the queue needs its place. */
  private void sizeRows() {
    double height = root.getScene() == null ? USUAL_WINDOW : root.getScene().getHeight();
    double place = height * SHARE_OF_WINDOW - (notice.isVisible() ? NOTICE : 0);
    double share = Math.floor(place / Math.max(1, rows.count()));
    rows.setRowHeight(Math.clamp(share, LEAST_ROW, ROW));
  }

  private void showLoop() {
    Loop now = deck.loop().get();
    Long start = deck.loopStart().get();
    loop.pseudoClassStateChanged(LOOPING, now != null || start != null);
    loop.setText(
        now != null
            ? words.time(now.start()) + " – " + words.time(now.end())
            : start != null
                ? messages.text("player.loop.open", words.time(start))
                : messages.text(tight ? "player.loop.short" : "player.loop"));
    loop.setAccessibleText(messages.text("player.loop.spoken", loop.getText()));
    rows.waves().loop(now, start, frames());
  }

  private void showPosition() {
    long frames = frames();
    long position = deck.position().get();
    rows.waves().playhead(frames <= 0 ? 0 : position / (double) frames);
    String place = words.place(position, frames);
    if (!place.equals(time.getText())) {
      time.setText(place);
      rows.describe(place);
    }
  }

  private void showFolded(boolean folded) {
    rows.setVisible(!folded);
    root.pseudoClassStateChanged(FOLDED, folded);
    fold.setGraphic((folded ? Icon.CHEVRON_UP : Icon.CHEVRON_DOWN).node());
    name(fold, folded ? "player.unfold" : "player.fold");
  }

  private void showPlayback(Playback playback) {
    play.setGraphic((deck.sounding() ? Icon.PAUSE : Icon.PLAY).node());
    name(play, deck.sounding() ? "player.pause" : "player.play");
    runOrRest();
  }

  private void name(Button button, String key) {
    String name = messages.text(key);
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
  }

  private void runOrRest() {
    if (deck.sounding() && Shown.seen(root).getValue()) {
      timeline.play();
    } else {
      timeline.stop();
    }
  }

  // ---- what the user does

  @FXML
  private void togglePlaying() {
    model.toggle();
  }

  @FXML
  private void toggleLoop() {
    deck.toggleLoop();
  }

  @FXML
  private void toggleFolded() {
    model.folded().set(!model.folded().get());
  }

  @FXML
  private void exportMix() {
    OpenSong song = model.song().get();
    if (song == null || !model.export().possible()) {
      return;
    }
    String mix = words.mix(song.stems(), deck.mix().get());
    OutputFormat format = song.job().request().format();
    chooser
        .choose(song.folder(), song.fileName() + " (" + mix + ")", format)
        .ifPresent(
            choice ->
                model
                    .export()
                    .begin(
                        choice.target(),
                        choice.format(),
                        song.title() + " (" + mix + ")",
                        choice.overwrite()));
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    double step = event.isShiftDown() ? FINE_SECONDS : STEP_SECONDS;
    switch (event.getCode()) {
      case SPACE -> model.toggle();
      case LEFT -> deck.nudge(-step);
      case RIGHT -> deck.nudge(step);
      case HOME -> deck.seek(0);
      case END -> deck.seek(frames());
      case L -> deck.toggleLoop();
      case E -> exportMix();
      case F -> toggleFolded();
      default -> {
        return;
      }
    }
    event.consume();
  }

  /** The keyboard goes to the first stem. */
  public void takeFocus() {
    rows.focus(0);
  }

  /** Lets go of the model, which another language's player takes over. */
  @Override
  public void close() {
    timeline.stop();
    watching.close();
  }
}
