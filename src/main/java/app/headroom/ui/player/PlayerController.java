package app.headroom.ui.player;

import app.headroom.job.OutputFormat;
import app.headroom.job.Stem;
import app.headroom.player.Loop;
import app.headroom.player.Mix;
import app.headroom.player.Playback;
import app.headroom.player.Playback.Standing;
import app.headroom.player.Practice;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Shown;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Binds the player to its model; the playhead moves only while it plays and can be seen. */
public final class PlayerController implements AutoCloseable {

  static final double STEP_SECONDS = 5;

  private static final double FINE_SECONDS = 1;
  private static final double RATE_HZ = 44_100;
  private static final Duration FRAME = Duration.millis(33);
  private static final double ROW = 44;
  private static final double LEAST_ROW = 28;
  private static final double SHARE_OF_WINDOW = 0.25;
  private static final double NOTICE = 40;
  private static final double USUAL_WINDOW = 800;
  private static final double NARROW = 1100;
  private static final int[] TEMPOS = {50, 60, 70, 75, 80, 85, 90, 95, 100, 105, 110, 125, 150};
  private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");
  private static final PseudoClass LOOPING = PseudoClass.getPseudoClass("looping");
  private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");

  private final Messages messages;
  private final PlayerWords words;
  private final PlayerModel model;
  private final ExportChooser chooser;
  private final Consumer<Path> reveal;
  private final Timeline timeline = new Timeline(new KeyFrame(FRAME, _ -> this.tick()));
  private final Watching watching = new Watching();
  private final List<ChannelStrip> channels = new ArrayList<>();
  private List<String> shownStems = List.of();

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
  @FXML private HBox body;
  @FXML private VBox strips;
  @FXML private WavesPane waves;

  /**
   * @param reveal shows a file where the system shows files
   */
  public PlayerController(
      Messages messages, PlayerModel model, ExportChooser chooser, Consumer<Path> reveal) {
    this.messages = messages;
    this.words = new PlayerWords(messages);
    this.model = model;
    this.chooser = chooser;
    this.reveal = reveal;
  }

  @FXML
  private void initialize() {
    timeline.setCycleCount(Animation.INDEFINITE);
    root.managedProperty().bind(root.visibleProperty());
    for (Node part :
        List.of(notice, body, separated, tempoTitle, pitchTitle, noticeAction, noticeClose)) {
      part.managedProperty().bind(part.visibleProperty());
    }
    tempoTitle.visibleProperty().bind(root.widthProperty().greaterThan(NARROW));
    pitchTitle.visibleProperty().bind(root.widthProperty().greaterThan(NARROW));
    tempoTitle.setLabelFor(tempo);
    pitchTitle.setLabelFor(pitch);
    loop.setTooltip(new Tooltip(messages.text("player.loop.hint")));
    export.setTooltip(new Tooltip(messages.text("player.export.hint")));
    noticeClose.setGraphic(Icon.CLOSE.node());
    noticeClose.setAccessibleText(messages.text("notice.close"));
    noticeClose.setOnAction(_ -> model.dismiss());
    waves.listen(
        share -> model.seek(Math.round(share * frames())),
        (from, to) -> model.loop(Math.round(from * frames()), Math.round(to * frames())));
    fillTempo();
    fillPitch();
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    root.sceneProperty()
        .flatMap(scene -> scene == null ? null : scene.heightProperty())
        .addListener(_ -> sizeRows());

    notice.visibleProperty().addListener(_ -> sizeRows());

    watching.watch(model.song(), this::showSong);
    watching.watch(model.mix(), this::showMix);
    watching.watch(model.practice(), this::showPractice);
    watching.watch(model.waveform(), waves::show);
    watching.watch(model.loop(), _ -> showLoop());
    watching.watch(model.loopStart(), _ -> showLoop());
    watching.watch(model.position(), _ -> showPosition());
    watching.watch(model.folded(), this::showFolded);
    watching.watch(model.task(), _ -> showNotice());
    watching.watch(model.playback(), this::showPlayback);
    watching.watch(Shown.seen(root), _ -> runOrRest());
  }

  private long frames() {
    OpenSong song = model.song().get();
    return song == null ? 0 : song.frames();
  }

  // ---- what the model says

  private void showSong(@Nullable OpenSong song) {
    root.setVisible(song != null);
    if (song == null) {
      shownStems = List.of();
      return;
    }
    title.setText(song.title());
    Text widest = new Text(words.place(song.frames(), song.frames()));
    widest.setFont(time.getFont());
    time.setMinWidth(Math.ceil(widest.getLayoutBounds().getWidth()) + 2);
    boolean whole = song.separatedFrames() >= song.frames();
    separated.setVisible(!whole);
    separated.setText(
        whole ? "" : "· " + messages.text("player.separated", words.time(song.separatedFrames())));
    if (!song.stems().equals(shownStems)) {
      showStems(song.stems());
    }
    waves.separatedUpTo(song.frames() <= 0 ? 0 : song.separatedFrames() / (double) song.frames());
    showPosition();
    showLoop();
  }

  private void showStems(List<String> stems) {
    shownStems = stems;
    channels.clear();
    strips.getChildren().clear();
    List<WaveRow> rows = new ArrayList<>();
    List<WaveformView> views = new ArrayList<>();
    for (int i = 0; i < stems.size(); i++) {
      int stem = i;
      String colour = "stem-" + colour(stems.get(i));
      ChannelStrip strip =
          new ChannelStrip(messages, words, stems.get(i), change -> model.change(stem, change));
      strip.getStyleClass().add(colour);
      channels.add(strip);
      strips.getChildren().add(strip);
      WaveformView view = new WaveformView(i);
      WaveRow row = new WaveRow(view, new SongPlace());
      row.getStyleClass().add(colour);
      row.addEventHandler(KeyEvent.KEY_PRESSED, event -> pressedOn(stem, event));
      views.add(view);
      rows.add(row);
    }
    waves.setRows(rows, views);
    waves.show(model.waveform().get());
    sizeRows();
    showMix(model.mix().get());
  }

  private static String colour(String stem) {
    return Arrays.stream(Stem.values()).anyMatch(known -> known.id().equals(stem)) ? stem : "rest";
  }

  /** Lower rows where there are many of them, or the window is low: the queue needs its place. */
  private void sizeRows() {
    double height = root.getScene() == null ? USUAL_WINDOW : root.getScene().getHeight();
    double place = height * SHARE_OF_WINDOW - (notice.isVisible() ? NOTICE : 0);
    double share = Math.floor(place / Math.max(1, shownStems.size()));
    double row = Math.clamp(share, LEAST_ROW, ROW);
    waves.setRowHeight(row);
    for (ChannelStrip strip : channels) {
      strip.setMinHeight(row);
      strip.setPrefHeight(row);
      strip.setMaxHeight(row);
    }
  }

  private void showMix(Mix mix) {
    for (int i = 0; i < Math.min(channels.size(), mix.channels().size()); i++) {
      channels.get(i).show(mix.channels().get(i));
      waves.views().get(i).silent(!mix.heard(i));
    }
    describeRows();
  }

  private void showPractice(Practice practice) {
    tempo.setText(words.tempo(practice));
    pitch.setText(words.pitch(practice.semitones()));
    tempo.setAccessibleText(messages.text("player.tempo.spoken", words.tempo(practice)));
    pitch.setAccessibleText(
        messages.text("player.pitch.spoken", words.pitch(practice.semitones())));
  }

  private void showLoop() {
    Loop now = model.loop().get();
    Long start = model.loopStart().get();
    loop.pseudoClassStateChanged(LOOPING, now != null || start != null);
    loop.setText(
        now != null
            ? words.time(now.start()) + " – " + words.time(now.end())
            : start != null
                ? messages.text("player.loop.open", words.time(start))
                : messages.text("player.loop"));
    loop.setAccessibleText(messages.text("player.loop.spoken", loop.getText()));
    waves.loop(now, start, frames());
  }

  private void showPosition() {
    long frames = frames();
    waves.playhead(frames <= 0 ? 0 : model.position().get() / (double) frames);
    String place = words.place(model.position().get(), frames);
    if (!place.equals(time.getText())) {
      time.setText(place);
      describeRows();
    }
  }

  private void describeRows() {
    for (int i = 0; i < waves.views().size(); i++) {
      Node row = waves.views().get(i).getParent();
      Mix mix = model.mix().get();
      if (row != null && i < shownStems.size() && i < mix.channels().size()) {
        row.setAccessibleText(
            messages.text(
                mix.heard(i) ? "player.wave.spoken" : "player.wave.spoken.silent",
                words.stem(shownStems.get(i)),
                time.getText()));
        row.setAccessibleHelp(messages.text("player.wave.hint"));
      }
    }
  }

  private void showFolded(boolean folded) {
    body.setVisible(!folded);
    root.pseudoClassStateChanged(FOLDED, folded);
    fold.setGraphic((folded ? Icon.CHEVRON_UP : Icon.CHEVRON_DOWN).node());
    String name = messages.text(folded ? "player.unfold" : "player.fold");
    fold.setAccessibleText(name);
    fold.setTooltip(new Tooltip(name));
  }

  private void showPlayback(Playback playback) {
    boolean playing = playback.standing() != Standing.STOPPED;
    play.setGraphic((playing ? Icon.PAUSE : Icon.PLAY).node());
    String name = messages.text(playing ? "player.pause" : "player.play");
    play.setAccessibleText(name);
    play.setTooltip(new Tooltip(name));
    showNotice();
    runOrRest();
  }

  private void showNotice() {
    NoticeLine line = NoticeLine.of(model.task().get(), model.playback().get(), messages);
    notice.setVisible(line != null);
    if (line == null) {
      return;
    }
    noticeText.setText(line.text());
    noticeText.setTooltip(line.text().length() > 90 ? new Tooltip(line.text()) : null);
    notice.pseudoClassStateChanged(TROUBLE, line.trouble());
    noticeClose.setVisible(line.closable());
    NoticeLine.Action action = line.action();
    noticeAction.setVisible(action != null);
    if (action == null) {
      return;
    }
    switch (action) {
      case NoticeLine.Action.TryAgain _ -> offer("player.try-again", model::toggle);
      case NoticeLine.Action.CancelExport _ -> offer("player.export.cancel", model::cancelExport);
      case NoticeLine.Action.Show(Path file) ->
          offer("action.show-in-folder", () -> reveal.accept(file));
    }
  }

  private void offer(String key, Runnable action) {
    noticeAction.setText(messages.text(key));
    noticeAction.setOnAction(_ -> action.run());
  }

  // ---- time

  private void runOrRest() {
    boolean moving = model.playback().get().standing() != Standing.STOPPED;
    if (moving && Shown.seen(root).getValue()) {
      timeline.play();
    } else {
      timeline.stop();
    }
  }

  private void tick() {
    model.tick();
  }

  // ---- what the user does

  @FXML
  private void togglePlaying() {
    model.toggle();
  }

  @FXML
  private void toggleLoop() {
    model.toggleLoop();
  }

  @FXML
  private void toggleFolded() {
    model.folded().set(!model.folded().get());
  }

  @FXML
  private void exportMix() {
    OpenSong song = model.song().get();
    if (song == null || !model.exportable()) {
      return;
    }
    String mix = words.mix(song.stems(), model.mix().get());
    OutputFormat format = song.job().request().format();
    chooser
        .choose(song.folder(), song.fileName() + " (" + mix + ")", format)
        .ifPresent(
            choice ->
                model.export(
                    choice.target(),
                    choice.format(),
                    song.title() + " (" + mix + ")",
                    choice.overwrite()));
  }

  private void fillTempo() {
    for (int percent : TEMPOS) {
      Practice offered = new Practice(percent / 100.0, 0);
      MenuItem item = new MenuItem(words.tempo(offered));
      item.setOnAction(_ -> tempo(offered.tempo()));
      tempo.getItems().add(item);
    }
    fine(tempo, steps -> tempo(Math.round(100 * tempoNow() + steps) / 100.0), () -> tempo(1));
    tempo.setTooltip(new Tooltip(messages.text("player.tempo.hint")));
  }

  private void fillPitch() {
    for (int semitones = Practice.MOST_SEMITONES;
        semitones >= -Practice.MOST_SEMITONES;
        semitones--) {
      int offered = semitones;
      MenuItem item = new MenuItem(words.pitch(offered));
      item.setOnAction(_ -> pitch(offered));
      pitch.getItems().add(item);
    }
    fine(pitch, steps -> pitch(model.practice().get().semitones() + steps), () -> pitch(0));
    pitch.setTooltip(new Tooltip(messages.text("player.pitch.hint")));
  }

  /** By wheel and by plus, minus and zero. */
  private void fine(MenuButton button, Consumer<Integer> step, Runnable reset) {
    button.addEventHandler(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() != 0) {
            step.accept(event.getDeltaY() > 0 ? 1 : -1);
          }
          event.consume();
        });
    button.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          switch (event.getCode()) {
            case PLUS, ADD, EQUALS -> step.accept(1);
            case MINUS, SUBTRACT -> step.accept(-1);
            case DIGIT0, NUMPAD0 -> reset.run();
            default -> {
              return;
            }
          }
          event.consume();
        });
  }

  private double tempoNow() {
    return model.practice().get().tempo();
  }

  private void tempo(double to) {
    model.practise(new Practice(to, model.practice().get().semitones()));
  }

  private void pitch(int to) {
    model.practise(new Practice(tempoNow(), to));
  }

  private void pressed(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    double step = event.isShiftDown() ? FINE_SECONDS : STEP_SECONDS;
    switch (event.getCode()) {
      case SPACE -> model.toggle();
      case LEFT -> model.nudge(-step);
      case RIGHT -> model.nudge(step);
      case HOME -> model.seek(0);
      case END -> model.seek(frames());
      case L -> model.toggleLoop();
      case E -> exportMix();
      case F -> toggleFolded();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void pressedOn(int stem, KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    switch (event.getCode()) {
      case S -> model.change(stem, channel -> channel.withSolo(!channel.solo()));
      case M -> model.change(stem, channel -> channel.withMute(!channel.mute()));
      case PLUS, ADD, EQUALS ->
          model.change(stem, channel -> channel.withLevel(channel.levelDb() + 1));
      case MINUS, SUBTRACT ->
          model.change(stem, channel -> channel.withLevel(channel.levelDb() - 1));
      case COMMA -> model.change(stem, channel -> channel.withPan(channel.pan() - 0.1));
      case PERIOD -> model.change(stem, channel -> channel.withPan(channel.pan() + 0.1));
      case UP -> focus(stem - 1);
      case DOWN -> focus(stem + 1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void focus(int stem) {
    if (stem >= 0 && stem < waves.views().size()) {
      waves.views().get(stem).getParent().requestFocus();
    }
  }

  /** The keyboard goes to the first stem. */
  public void takeFocus() {
    focus(0);
  }

  private final class SongPlace implements WaveRow.Place {
    @Override
    public double seconds() {
      return model.position().get() / RATE_HZ;
    }

    @Override
    public double totalSeconds() {
      return frames() / RATE_HZ;
    }

    @Override
    public void nudge(double seconds) {
      model.nudge(seconds);
    }

    @Override
    public void seek(double seconds) {
      model.seek(Math.round(seconds * RATE_HZ));
    }
  }

  /** Lets go of the model, which another language's player takes over. */
  @Override
  public void close() {
    timeline.stop();
    watching.close();
  }

  /** Listeners that can be taken away together. */
  private static final class Watching {
    private final List<Runnable> ends = new ArrayList<>();

    <T> void watch(ObservableValue<T> value, Consumer<? super T> receiver) {
      javafx.beans.value.ChangeListener<T> listener = (_, _, now) -> receiver.accept(now);
      value.addListener(listener);
      ends.add(() -> value.removeListener(listener));
      receiver.accept(value.getValue());
    }

    void close() {
      ends.forEach(Runnable::run);
      ends.clear();
    }
  }
}
