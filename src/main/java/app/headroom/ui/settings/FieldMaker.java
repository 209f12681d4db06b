package app.headroom.ui.settings;

import app.headroom.settings.MemorySettings;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.common.Icon;
import app.headroom.ui.common.Messages;
import atlantafx.base.controls.ToggleSwitch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a line of the settings: name, help, editor. What an editor holds becomes the setting's
 * value at once if it is allowed; if not, the line says why and the setting stays.
 */
final class FieldMaker {

  private static final double UNIT = 64;
  private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

  private final Messages messages;
  private final SettingsDesk desk;
  private final Runnable renewed;
  private final Map<String, String> labels = new HashMap<>();

  /**
   * @param renewed called when a setting was put back and its editor is to be made anew
   */
  FieldMaker(Messages messages, SettingsDesk desk, Runnable renewed) {
    this.messages = messages;
    this.desk = desk;
    this.renewed = renewed;
  }

  /** One of some values. */
  <T> Node choice(String key, Setting<T> setting, List<T> values, Function<T, String> words) {
    ComboBox<T> box = new ComboBox<>();
    List<T> offered = new ArrayList<>(values);
    T present = desk.get(setting);
    if (!offered.contains(present)) {
      offered.add(present);
    }
    box.getItems().setAll(offered);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException(text);
          }
        });
    box.setValue(present);
    box.valueProperty().addListener((chosen, before, now) -> desk.set(setting, now));
    return field(key, setting, box);
  }

  /**
   * One of an enum's values.
   *
   * @param words begins the keys of their texts
   */
  <E extends Enum<E>> Node choice(String key, Setting<E> setting, String words) {
    return choice(
        key,
        setting,
        List.of(setting.fallback().getDeclaringClass().getEnumConstants()),
        value -> messages.text(words + value.name().toLowerCase(Locale.ROOT)));
  }

  Node toggle(String key, Setting<Boolean> setting) {
    ToggleSwitch toggle = new ToggleSwitch();
    toggle.setSelected(desk.get(setting));
    toggle.selectedProperty().addListener((chosen, before, now) -> desk.set(setting, now));
    return field(key, setting, toggle);
  }

  /**
   * Free text.
   *
   * @param preview what the settings lead to; an IllegalArgumentException's message says what is
   *     wrong with them
   */
  <T> Node text(String key, Setting<T> setting, Function<Settings, String> preview) {
    TextField editor = new TextField(desk.settings().get().text(setting));
    editor.setPrefColumnCount(24);
    Label told = told();
    Runnable take =
        () ->
            attempt(
                editor,
                told,
                () -> {
                  Settings next = read(setting, editor.getText());
                  told.setText(preview.apply(next));
                  desk.set(setting, next.get(setting));
                });
    editor.textProperty().addListener(_ -> take.run());
    take.run();
    return field(key, setting, told, editor);
  }

  /**
   * A number in a unit. It holds when it is typed to its end: with Enter, or when another field is
   * gone to.
   *
   * @param number the setting's value in that unit
   * @param text a number in that unit as the settings file has it
   */
  <T> Node number(
      String key,
      Setting<T> setting,
      String unitKey,
      ToDoubleFunction<T> number,
      DoubleFunction<String> text) {
    TextField editor = new TextField(shown(number.applyAsDouble(desk.get(setting))));
    editor.setPrefColumnCount(6);
    Label told = told();
    Supplier<Settings> meant =
        () -> {
          told.setText("");
          Settings next = read(setting, text.apply(parse(editor.getText(), setting)));
          // several numbers together must make sense too
          MemorySettings.policy(next);
          return next;
        };
    editor
        .textProperty()
        .addListener(
            _ ->
                attempt(
                    editor,
                    told,
                    () -> {
                      var _ = meant.get();
                    }));
    // half a number must not hold for a moment: 500 on its way to 5000 would end songs
    Runnable take =
        () -> {
          attempt(editor, told, () -> desk.set(setting, meant.get().get(setting)));
          if (told.getText().isEmpty()) {
            editor.setText(shown(number.applyAsDouble(desk.get(setting))));
          }
        };
    editor.setOnAction(_ -> take.run());
    editor.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          String holds = shown(number.applyAsDouble(desk.get(setting)));
          if (event.getCode() == KeyCode.ESCAPE && !editor.getText().equals(holds)) {
            event.consume();
            editor.setText(holds);
          }
        });
    editor
        .focusedProperty()
        .addListener(
            (focus, before, now) -> {
              if (!now) {
                take.run();
              }
            });
    Label unit = new Label(messages.text(unitKey));
    // the same for all, so that the fields stand below each other
    unit.setMinWidth(UNIT);
    return field(key, setting, told, editor, unit);
  }

  private <T> Settings read(Setting<T> setting, String text) {
    try {
      return desk.settings().get().withText(setting, text);
    } catch (IllegalArgumentException e) {
      throw notAllowed(setting, e);
    }
  }

  private IllegalArgumentException notAllowed(Setting<?> setting, Exception cause) {
    String allowed = messages.said(setting.kind().allowed());
    return new IllegalArgumentException(messages.text("settings.invalid", allowed), cause);
  }

  private String shown(double number) {
    return messages.figures().number(Math.round(number * 100) / 100.0);
  }

  private double parse(String text, Setting<?> setting) {
    try {
      return Double.parseDouble(text.strip().replace(',', '.'));
    } catch (NumberFormatException e) {
      throw notAllowed(setting, e);
    }
  }

  private void attempt(TextField editor, Label told, Runnable change) {
    try {
      change.run();
      mark(editor, told, false);
    } catch (IllegalArgumentException e) {
      told.setText(why(e));
      mark(editor, told, true);
    }
  }

  /** Settings by the names that they have on the pages. */
  private String why(IllegalArgumentException e) {
    String words = messages.said(String.valueOf(e.getMessage()));
    for (Map.Entry<String, String> label : labels.entrySet()) {
      words = words.replace(label.getKey(), label.getValue());
    }
    return words;
  }

  private static void mark(TextField editor, Label told, boolean wrong) {
    editor.pseudoClassStateChanged(WRONG, wrong);
    told.getStyleClass().setAll("label", wrong ? "problem" : "secondary");
  }

  private static Label told() {
    Label told = new Label();
    told.setWrapText(true);
    told.managedProperty().bind(told.textProperty().isNotEmpty());
    return told;
  }

  /**
   * A line with these editors; labels among them that wrap stand under the help. Where the user has
   * set it, a button puts it back.
   */
  Node field(String key, Setting<?> setting, Node... parts) {
    Label name = new Label(messages.text(key));
    labels.put(setting.name(), "“" + name.getText() + "”");
    name.getStyleClass().add("field-name");
    VBox words = new VBox(name);
    words.getStyleClass().add("field-words");
    String help = messages.text(key + ".help");
    if (!help.isEmpty()) {
      Label line = new Label(help);
      line.getStyleClass().add("secondary");
      line.setWrapText(true);
      words.getChildren().add(line);
    }
    HBox editor = new HBox();
    editor.getStyleClass().add("field-editor");
    for (Node part : parts) {
      if (part instanceof Label label && label.isWrapText()) {
        words.getChildren().add(label);
      } else {
        editor.getChildren().add(part);
        if (part instanceof TextField && parts.length < 3) {
          HBox.setHgrow(part, Priority.ALWAYS);
        }
        if (part instanceof Control control && !(part instanceof Label)) {
          name.setLabelFor(control);
          control.setAccessibleText(name.getText());
        }
      }
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMinWidth(180);
    HBox field = new HBox(words, editor, reset(setting, parts));
    field.getStyleClass().add("field");
    field.setUserData(setting);
    return field;
  }

  private <T> Button reset(Setting<T> setting, Node... parts) {
    Button reset = new Button();
    reset.setGraphic(Icon.RETRY.node());
    reset.getStyleClass().add("icon-button");
    String hint = messages.text("settings.reset");
    reset.setAccessibleText(hint);
    reset.setTooltip(new Tooltip(hint));
    reset
        .visibleProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !desk.get(setting).equals(setting.fallback()), desk.settings()));
    reset.setOnAction(
        _ -> {
          try {
            MemorySettings.policy(desk.settings().get().without(setting));
            desk.reset(setting);
            renewed.run();
          } catch (IllegalArgumentException e) {
            told(parts, setting.fallbackText(), e);
          }
        });
    return reset;
  }

  /** Its default contradicts what is set elsewhere. */
  private void told(Node[] parts, String fallback, IllegalArgumentException why) {
    for (Node part : parts) {
      if (part instanceof Label label && label.isWrapText()) {
        label.setText(messages.text("settings.reset.not", fallback, why(why)));
        label.getStyleClass().setAll("label", "problem");
      }
    }
  }
}
