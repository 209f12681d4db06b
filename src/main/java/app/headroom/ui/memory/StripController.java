package app.headroom.ui.memory;

import app.headroom.memory.Tier;
import app.headroom.ui.common.Messages;
import app.headroom.ui.common.Shown;
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
  private final Tooltip whole = new Tooltip();
  private final Tooltip sampled = new Tooltip();

  @FXML private HBox root;
  @FXML private Label percent;
  @FXML private Label amount;
  @FXML private MemoryBar bar;
  @FXML private Label shares;
  @FXML private HistoryView history;
  @FXML private Label reason;
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
    Tooltip wholeEffect = new Tooltip();
    wholeEffect.textProperty().bind(effect.textProperty());
    effect.setTooltip(wholeEffect);
    for (Tooltip hint : new Tooltip[] {whole, wholeEffect, sampled}) {
      hint.setWrapText(true);
      hint.setMaxWidth(420);
    }
    reason.setTooltip(whole);
    Tooltip.install(bar, sampled);
    shares.setTooltip(sampled);
  }

  private void show(@Nullable MemoryFace face) {
    if (face == null) {
      return;
    }
    percent.setText(face.percent());
    amount.setText(face.amount());
    bar.show(face.othersShare(), face.usShare(), face.highShare(), face.criticalShare());
    bar.setAccessibleText(face.spoken());
    shares.setText(face.us() + " · " + face.others());
    String why = face.segment().isEmpty() ? face.reason() : face.segment() + " " + face.reason();
    reason.setText(why);
    whole.setText(face.biggest().isEmpty() ? why : why + "\n" + face.biggest());
    sampled.setText(face.free() + "\n" + face.rate());
    history.show(face.historyVersion(), face.highShare(), face.criticalShare());
    root.pseudoClassStateChanged(CRITICAL, face.tier() == Tier.CRITICAL);
  }
}
