package app.headroom.ui.memory;

import app.headroom.memory.Tier;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Shown;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** The memory card of a wide window. */
public final class CardController {

  private static final PseudoClass CRITICAL = PseudoClass.getPseudoClass("critical");

  private final Messages messages;
  private final MemoryModel model;
  private final BudgetModel budgetModel;

  @FXML private VBox root;
  @FXML private Label rate;
  @FXML private GaugeView gauge;
  @FXML private Label us;
  @FXML private Label others;
  @FXML private Label free;
  @FXML private HistoryView history;
  @FXML private Text segment;
  @FXML private Text reason;
  @FXML private Label biggest;
  @FXML private Label budgetTitle;
  @FXML private Label budgetValue;
  @FXML private Slider budget;
  @FXML private Label effect;

  public CardController(Messages messages, MemoryModel model, BudgetModel budgetModel) {
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
    biggest.managedProperty().bind(biggest.textProperty().isNotEmpty());
  }

  private void show(@Nullable MemoryFace face) {
    if (face == null) {
      return;
    }
    rate.setText(face.rate());
    gauge.setZones(face.highShare(), face.criticalShare());
    gauge.show(face.othersShare(), face.usShare(), face.percent(), face.amount());
    gauge.setAccessibleText(face.spoken());
    us.setText(face.us());
    others.setText(face.others());
    free.setText(face.free());
    segment.setText(face.segment().isEmpty() ? "" : face.segment() + " ");
    reason.setText(face.reason());
    biggest.setText(face.biggest());
    history.show(face.historyVersion(), face.highShare(), face.criticalShare());
    root.pseudoClassStateChanged(CRITICAL, face.tier() == Tier.CRITICAL);
  }
}
