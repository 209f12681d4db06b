package app.headroom.ui.main;

import app.headroom.job.OutputFormat;
import app.headroom.job.StemSelection;
import app.headroom.settings.Setting;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import app.headroom.ui.settings.SettingsDesk;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;

/** What becomes of songs that are added from now on: format, stems, folder. */
public final class OutputMenu {

  private final Messages messages;
  private final SettingsDesk desk;
  private final Runnable folderChooser;
  private final Runnable settingsOpener;

  public OutputMenu(
      Messages messages, SettingsDesk desk, Runnable folderChooser, Runnable settingsOpener) {
    this.messages = messages;
    this.desk = desk;
    this.folderChooser = folderChooser;
    this.settingsOpener = settingsOpener;
  }

  /**
   * @param tight whether the button's words are to be short
   */
  void fill(MenuButton button, ObservableValue<Boolean> tight) {
    Menu formats = new Menu(messages.text("output.format"));
    ToggleGroup formatGroup = new ToggleGroup();
    for (OutputFormat format : OutputFormat.values()) {
      RadioMenuItem item = new RadioMenuItem(FormatWords.longName(format));
      item.setToggleGroup(formatGroup);
      item.setUserData(format);
      item.setOnAction(_ -> desk.set(Setting.OUTPUT_FORMAT, format));
      formats.getItems().add(item);
    }
    Menu stems = new Menu(messages.text("output.stems"));
    ToggleGroup stemGroup = new ToggleGroup();
    for (StemSelection selection : StemSelection.choices()) {
      RadioMenuItem item = new RadioMenuItem(words(selection));
      item.setToggleGroup(stemGroup);
      item.setUserData(selection);
      item.setOnAction(_ -> desk.set(Setting.STEMS, selection));
      stems.getItems().add(item);
    }
    MenuItem folder = new MenuItem(messages.text("output.folder"));
    folder.setOnAction(_ -> folderChooser.run());
    MenuItem all = new MenuItem(messages.text("output.all"));
    all.setOnAction(_ -> settingsOpener.run());
    button.getItems().setAll(formats, stems, folder, new SeparatorMenuItem(), all);
    Runnable show =
        () -> {
          button.setText(
              messages.text(
                  tight.getValue() ? "output.menu.short" : "output.menu",
                  FormatWords.name(desk.get(Setting.OUTPUT_FORMAT)),
                  shortWords(desk.get(Setting.STEMS))));
          select(formatGroup, desk.get(Setting.OUTPUT_FORMAT));
          select(stemGroup, desk.get(Setting.STEMS));
        };
    desk.settings().addListener(_ -> show.run());
    tight.subscribe(_ -> show.run());
  }

  private String words(StemSelection selection) {
    return switch (selection) {
      case StemSelection.All _ -> messages.text("stems.all");
      case StemSelection.Isolate isolate -> messages.text("stems.isolate." + isolate.stem().id());
    };
  }

  private String shortWords(StemSelection selection) {
    return switch (selection) {
      case StemSelection.All _ -> messages.text("stems.short.all");
      case StemSelection.Isolate isolate -> messages.text("stem." + isolate.stem().id());
    };
  }

  private static void select(ToggleGroup group, Object value) {
    group.getToggles().stream()
        .filter(toggle -> value.equals(toggle.getUserData()))
        .findFirst()
        .ifPresent(group::selectToggle);
  }
}
