package app.headroom.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * ONNX Runtime's native libraries, extracted once per version for all workers. By itself it would
 * unpack them anew for each process, some 30 MB.
 */
final class OnnxNatives {

  /** Where ONNX Runtime looks for them; read when its first class is loaded. */
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  /** For graphics processors; only some builds of it have them. */
  private static final List<String> PROVIDERS =
      List.of("onnxruntime_providers_shared", "onnxruntime_providers_cuda");

  /** In the name of what is not complete. */
  private static final String PART = ".part-";

  private OnnxNatives() {}

  /**
   * Makes ONNX Runtime use the libraries in {@code natives}; extracts them if they are not there.
   * If two processes do so at once, one of them waits and both use the same.
   */
  static void use(Path natives) throws IOException {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    ClassLoader loader = OnnxNatives.class.getClassLoader();
    URL first = loader.getResource(resource(LIBRARIES.getFirst()));
    if (first == null) {
      return; // this system's libraries are not in the program; ONNX Runtime will say so
    }
    Path folder = natives.resolve("onnxruntime-" + version(first));
    extract(loader, folder);
    System.setProperty(PATH_PROPERTY, folder.toString());
  }

  /** One process at a time; what one has left that was killed over it is deleted by the next. */
  static void extract(ClassLoader loader, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Files.createDirectories(folder.resolveSibling(""));
    Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        deleteParts(folder);
        extractAlone(loader, folder);
      }
    }
  }

  private static void deleteParts(Path folder) throws IOException {
    try (DirectoryStream<Path> parts =
        Files.newDirectoryStream(folder.resolveSibling(""), folder.getFileName() + PART + "*")) {
      for (Path part : parts) {
        try {
          deletePart(part);
        } catch (IOException e) {
          System.err.println("left where it is: " + e); // it is in nobody's way
        }
      }
    }
  }

  private static void deletePart(Path part) throws IOException {
    for (String library : all()) {
      Files.deleteIfExists(part.resolve(System.mapLibraryName(library)));
    }
    Files.deleteIfExists(part);
  }

  private static void extractAlone(ClassLoader loader, Path folder) throws IOException {
    Path part = folder.resolveSibling(folder.getFileName() + PART + UUID.randomUUID());
    Files.createDirectory(part);
    try {
      for (String library : all()) {
        try (InputStream in = loader.getResourceAsStream(resource(library))) {
          if (in != null) {
            Files.copy(in, part.resolve(System.mapLibraryName(library)));
          } else if (LIBRARIES.contains(library)) {
            throw new IOException("the program lacks the library " + library);
          }
        }
      }
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      deletePart(part);
    }
  }

  private static List<String> all() {
    return Stream.concat(LIBRARIES.stream(), PROVIDERS.stream()).toList();
  }

  private static String resource(String library) {
    return "ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName(library);
  }

  /** As ONNX Runtime names its folders. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.startsWith("windows") ? "win" : os.startsWith("mac") ? "osx" : "linux";
    return system + (arch.equals("aarch64") || arch.equals("arm64") ? "-aarch64" : "-x64");
  }

  private static String version(URL library) throws IOException {
    URLConnection connection = library.openConnection();
    if (connection instanceof JarURLConnection jar) {
      return Long.toHexString(jar.getJarEntry().getCrc());
    }
    return Long.toHexString(connection.getLastModified());
  }
}
