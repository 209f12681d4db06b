package app.headroom.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's classes as Java has read them, kept for the next start. The start script says
 * where; found it none there, it has Java note what it reads.
 *
 * <p>Java's own way, an archive at every exit, is not taken: it leaves half a file where it is
 * ended, which makes all later starts slow, and takes a full disk for a failure of the command.
 */
final class ClassArchive {

  /** Set by the start script, where anything can be kept. */
  private static final String PLACE_PROPERTY = "headroom.archive";

  /** Several times what it takes. */
  private static final long LEAST_ROOM_BYTES = 200_000_000;

  private ClassArchive() {}

  /** When nothing else is left to be done. What goes wrong costs the next start's time alone. */
  static void keep() {
    String place = System.getProperty(PLACE_PROPERTY, "");
    if (place.isEmpty()) {
      return;
    }
    try {
      Path archive = Path.of(place);
      if (Files.notExists(archive)) {
        make(archive);
      } else if (!isUsed()) {
        Files.delete(archive); // damaged; the next start finds none
      }
    } catch (IOException | JMException | RuntimeException e) {
      Logger log = LoggerFactory.getLogger(ClassArchive.class);
      log.info("the classes cannot be kept for the next start: {}", e.toString());
    }
  }

  /** With an archive that it cannot read, Java does without its own as well. */
  private static boolean isUsed() {
    return System.getProperty("java.vm.info", "").contains("sharing");
  }

  private static void make(Path archive) throws IOException, JMException {
    Path folder = archive.toAbsolutePath().getParent();
    if (folder == null || Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM_BYTES) {
      return;
    }
    Path making =
        archive.resolveSibling(archive.getFileName() + "." + ProcessHandle.current().pid());
    try {
      dump(making);
      try (FileChannel file = FileChannel.open(making, StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(making, archive, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(making);
    }
  }

  /** By the virtual machine itself, as {@code jcmd} has it do. */
  private static void dump(Path archive) throws JMException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      var _ =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmCds",
                  new Object[] {new String[] {"dynamic_dump", quoted(archive)}},
                  new String[] {String[].class.getName()});
    } finally {
      System.setOut(out);
    }
  }

  /** Else a space would begin another argument. A path with quotes of both kinds is not found. */
  private static String quoted(Path path) {
    String quote = path.toString().contains("\"") ? "'" : "\"";
    return quote + path + quote;
  }
}
