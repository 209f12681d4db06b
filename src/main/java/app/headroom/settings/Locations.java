package app.headroom.settings;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the program keeps its own files; all paths are absolute. Nothing exists before {@link
 * #create()}.
 *
 * <p>{@code HEADROOM_HOME} puts everything into one folder. Else the system's customs hold: {@code
 * XDG_DATA_HOME}, {@code XDG_CONFIG_HOME} and {@code XDG_STATE_HOME} on Linux, {@code
 * ~/Library/Application Support} and {@code ~/Library/Logs} on macOS, {@code %LOCALAPPDATA%} on
 * Windows.
 *
 * @param data models, native libraries, spools, the database
 * @param settingsFile the user's settings
 * @param logs the rotating log
 */
public record Locations(Path data, Path settingsFile, Path logs) {

  public static final String HOME_VARIABLE = "HEADROOM_HOME";

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private static final String SETTINGS_FILE = "headroom.properties";

  /** Of the user who runs this process. */
  public static Locations ofUser() {
    return of(
        System.getenv(),
        System.getProperty("os.name", ""),
        Path.of(System.getProperty("user.home", ".")));
  }

  /** Everything in one folder. */
  public static Locations under(Path home) {
    Path absolute = home.toAbsolutePath().normalize();
    return new Locations(absolute, absolute.resolve(SETTINGS_FILE), absolute.resolve("logs"));
  }

  static Locations of(Map<String, String> environment, String osName, Path userHome) {
    String home = environment.get(HOME_VARIABLE);
    if (home != null && !home.isBlank()) {
      return under(Path.of(home));
    }
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      Path base = local == null ? userHome.resolve("AppData").resolve("Local") : Path.of(local);
      return under(base.resolve("Headroom"));
    }
    if (os.startsWith("mac")) {
      Path library = userHome.toAbsolutePath().resolve("Library");
      Path data = library.resolve("Application Support").resolve("Headroom");
      return new Locations(
          data, data.resolve(SETTINGS_FILE), library.resolve("Logs").resolve("Headroom"));
    }
    Path local = userHome.toAbsolutePath().resolve(".local");
    return new Locations(
        xdg(environment.get("XDG_DATA_HOME"), local.resolve("share")),
        xdg(environment.get("XDG_CONFIG_HOME"), userHome.toAbsolutePath().resolve(".config"))
            .resolve(SETTINGS_FILE),
        xdg(environment.get("XDG_STATE_HOME"), local.resolve("state")).resolve("logs"));
  }

  /** The XDG specification says that a relative path is to be ignored. */
  private static Path xdg(@Nullable String value, Path otherwise) {
    Path base = value != null && Path.of(value).isAbsolute() ? Path.of(value) : otherwise;
    return base.resolve("headroom");
  }

  /** One folder for each model, with its weights and the graphs built from them. */
  public Path models() {
    return data.resolve("models");
  }

  /** Native libraries, extracted once. */
  public Path natives() {
    return data.resolve("natives");
  }

  /** One folder for each job that is not done, named by its id. */
  public Path spool() {
    return data.resolve("spool");
  }

  /** The queue and the cost model. */
  public Path database() {
    return data.resolve("headroom.db");
  }

  /**
   * Creates the folders that do not exist, and closes those of the program's own that do, for all
   * but this user: libraries are loaded from them, and they tell what the user listens to.
   *
   * @throws IOException if one can't be created or is something else than a folder
   */
  public void create() throws IOException {
    for (Path folder :
        List.of(data, settingsFile.resolveSibling(""), logs, models(), natives(), spool())) {
      createPrivate(folder);
    }
  }

  /** Made by an installer, by hand or by an older version, it may be open. */
  private static void closeToOthers(Path folder) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    boolean usersHome = folder.equals(Path.of(System.getProperty("user.home", ".")));
    if (!usersHome && permissions.retainAll(OWNER)) {
      try {
        Files.setPosixFilePermissions(folder, permissions);
      } catch (FileSystemException e) {
        throw new IOException(folder + " is open to others and belongs to somebody else", e);
      }
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER);
      Files.createDirectories(folder, ownerOnly);
      closeToOthers(folder);
    } else {
      Files.createDirectories(folder);
    }
  }
}
