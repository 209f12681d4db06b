package app.headroom.ui.main;

import app.headroom.ui.common.FxBridge;
import app.headroom.ui.common.Messages;
import app.headroom.ui.main.ModelSetup.State;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/** The model's way onto this machine, shown until it is there. */
public final class SetupController {

  private static final PseudoClass TROUBLE = PseudoClass.getPseudoClass("trouble");

  private final Messages messages;
  private final ModelSetup setup;
  private final FxBridge bridge;
  private final Supplier<Optional<Path>> modelFile;

  @FXML private VBox root;
  @FXML private Label title;
  @FXML private Label detail;
  @FXML private Label licence;
  @FXML private ProgressBar bar;
  @FXML private Button fetch;
  @FXML private Button cancel;
  @FXML private Button own;

  /**
   * @param modelFile asks the user for a file
   */
  public SetupController(
      Messages messages, ModelSetup setup, FxBridge bridge, Supplier<Optional<Path>> modelFile) {
    this.messages = messages;
    this.setup = setup;
    this.bridge = bridge;
    this.modelFile = modelFile;
  }

  @FXML
  private void initialize() {
    for (var node : new javafx.scene.Node[] {root, fetch, own, cancel, bar, licence}) {
      node.managedProperty().bind(node.visibleProperty());
    }
    show(new State.Unknown());
    setup.watch(bridge.newest(this::show));
  }

  @FXML
  private void fetch() {
    setup.fetch();
  }

  @FXML
  private void takeOwn() {
    modelFile.get().ifPresent(setup::take);
  }

  @FXML
  private void cancel() {
    setup.cancel();
  }

  private void show(State state) {
    root.setVisible(!(state instanceof State.Ready || state instanceof State.Unknown));
    boolean fetching = state instanceof State.Fetching;
    bar.setVisible(fetching);
    cancel.setVisible(fetching);
    fetch.setVisible(!fetching);
    own.setVisible(!fetching);
    licence.setVisible(!fetching);
    root.pseudoClassStateChanged(TROUBLE, state instanceof State.Failed);
    switch (state) {
      case State.Unknown _, State.Ready _ -> {}
      case State.Missing missing -> {
        title.setText(
            messages.text(missing.first() ? "setup.title" : "setup.other", missing.model()));
        detail.setText(messages.text("setup.detail", messages.figures().memory(missing.bytes())));
        fetch.setText(messages.text("setup.fetch"));
      }
      case State.Fetching at -> fetching(at);
      case State.Failed failed -> {
        title.setText(
            messages.text("setup.failed", failed.model(), messages.said(failed.reason())));
        detail.setText(messages.said(failed.remedy()));
        fetch.setText(messages.text("setup.retry"));
      }
    }
  }

  private void fetching(State.Fetching at) {
    title.setText(messages.text(at.building() ? "setup.building" : "setup.fetching", at.model()));
    if (at.allBytes() > 0) {
      double share = at.doneBytes() / (double) at.allBytes();
      bar.setProgress(share);
      var pair = messages.figures().memoryPair(at.doneBytes(), at.allBytes());
      detail.setText(
          at.building()
              ? messages.text("setup.building.detail")
              : messages.text(
                  "setup.progress", pair.part(), pair.total(), messages.figures().percent(share)));
    } else {
      bar.setProgress(ProgressBar.INDETERMINATE_PROGRESS);
      detail.setText(messages.text(at.building() ? "setup.building.detail" : "setup.connecting"));
    }
  }
}
