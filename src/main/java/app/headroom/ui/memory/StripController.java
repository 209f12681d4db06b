package app.headroom.ui.memory;

import app.headroom.memory.Tier;
import app.headroom.ui.common.Messages;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** The memory card folded into a strip, for a narrow window. */
public final class StripController {

  private static final PseudoClass CRITICAL = PseudoClass.getPseudoClass("critical");

  private final Messages messages;
  private final MemoryModel model;
  private final BudgetModel budgetModel;

  @FXML private HBox root;
  @FXML private Label percent;
  @FXML private Label amount;
  @FXML private MemoryBar bar;
  @FXML private Label shares;
  @FXML private HistoryView history;
  @FXML private Label budgetTitle;
  @FXML private Label budgetValue;
  @FXML private Slider budget;
  @FXML private Label effect;

  public StripController(Messages messages, MemoryModel model, BudgetModel budgetModel) {
    this.messages = messages;
    this.model = model;
    this.budgetModel = budgetModel;
  }

  @FXML
  private void initialize() {
    Shown.whileVisible(root, model.face(), this::show);
    history.setHistory(model.history(), model::describe);
    history.setAccessibleText(messages.text("history.spoken"));
    BudgetSlider.bind(budget, budgetTitle, budgetValue, effect, budgetModel);
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(effect.textProperty());
    effect.setTooltip(whole);
  }

  private void show(@Nullable MemoryFace face) {
    if (face == null) {
      return;
    }
    percent.setText(face.percent());
    amount.setText(face.amount());
    bar.show(face.othersShare(), face.usShare(), face.highShare(), face.criticalShare());
    bar.setAccessibleText(face.spoken());
    String reason = face.segment().isEmpty() ? face.biggest() : face.segment();
    shares.setText(reason.isEmpty() ? face.us() + " · " + face.others() : reason);
    history.setZones(face.highShare(), face.criticalShare());
    root.pseudoClassStateChanged(CRITICAL, face.tier() == Tier.CRITICAL);
  }
}
