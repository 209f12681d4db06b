package app.headroom.ui.settings;

import app.headroom.job.HandOff;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.StemSelection;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.ui.common.FolderChooser;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Window;

/**
 * What is made of a song, and where it goes.
 *
 * @param names see {@code WindowParts}
 * @param owner of the dialogue that asks for a folder
 */
record OutputPage(
    Messages messages,
    SettingsDesk desk,
    FieldMaker fields,
    Function<Settings, String> names,
    Window owner)
    implements Page {

  @Override
  public String key() {
    return "settings.output";
  }

  @Override
  public List<Node> lines() {
    return List.of(
        fields.choice(
            "settings.output.format",
            Setting.OUTPUT_FORMAT,
            List.of(OutputFormat.values()),
            FormatWords::longName),
        fields.choice("settings.output.stems", Setting.STEMS, StemSelection.choices(), this::stems),
        folder(),
        fields.text("settings.output.names", Setting.OUTPUT_NAMES, this::preview),
        fields.choice(
            "settings.output.rate",
            Setting.OUTPUT_RATE,
            List.of(OutputRate.values()),
            rate ->
                messages.text(
                    switch (rate) {
                      case HZ_44100 -> "settings.output.rate.model";
                      case SOURCE -> "settings.output.rate.source";
                    })),
        fields.choice("settings.output.clip", Setting.OUTPUT_CLIP, "settings.output.clip."),
        fields.choice(
            "settings.output.residual", Setting.OUTPUT_RESIDUAL, "settings.output.residual."),
        handOffs(),
        fields.toggle("settings.output.tag-music", Setting.OUTPUT_TAG_MUSIC),
        fields.toggle("settings.output.overwrite", Setting.OVERWRITE));
  }

  private Node handOffs() {
    VBox boxes = new VBox(4);
    for (HandOff handOff : HandOff.values()) {
      CheckBox box = new CheckBox(messages.text("settings.output.hand-off." + handOff.id()));
      box.setSelected(desk.get(Setting.OUTPUT_HAND_OFF).contains(handOff));
      box.selectedProperty()
          .addListener(
              (selected, before, now) -> {
                Set<HandOff> chosen = new TreeSet<>(desk.get(Setting.OUTPUT_HAND_OFF));
                if (now) {
                  chosen.add(handOff);
                } else {
                  chosen.remove(handOff);
                }
                desk.set(Setting.OUTPUT_HAND_OFF, chosen);
              });
      boxes.getChildren().add(box);
    }
    return fields.field("settings.output.hand-off", Setting.OUTPUT_HAND_OFF, boxes);
  }

  private String stems(StemSelection selection) {
    return switch (selection) {
      case StemSelection.All _ -> messages.text("stems.all");
      case StemSelection.Isolate isolate -> messages.text("stems.isolate." + isolate.stem().id());
    };
  }

  private Node folder() {
    Label path = new Label();
    path.getStyleClass().add("secondary");
    path.setWrapText(true);
    Button choose = new Button(messages.text("settings.output.folder.choose"));
    Runnable show =
        () ->
            path.setText(
                desk.get(Setting.OUTPUT_FOLDER)
                    .map(Object::toString)
                    .orElse(messages.text("settings.output.folder.default")));
    choose.setOnAction(
        _ ->
            FolderChooser.choose(
                    owner, messages.text("settings.output.folder"), desk.get(Setting.OUTPUT_FOLDER))
                .ifPresent(
                    chosen -> {
                      desk.set(Setting.OUTPUT_FOLDER, Optional.of(chosen));
                      show.run();
                    }));
    show.run();
    return fields.field("settings.output.folder", Setting.OUTPUT_FOLDER, path, choose);
  }

  private String preview(Settings settings) {
    return messages.text("settings.output.names.preview", names.apply(settings));
  }
}
