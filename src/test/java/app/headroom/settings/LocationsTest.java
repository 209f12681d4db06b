package app.headroom.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocationsTest {

  private static final Path USER = Path.of("/home/someone");

  @Test
  void oneVariablePutsEverythingIntoOneFolder() {
    Locations locations =
        Locations.of(
            Map.of("HEADROOM_HOME", "/srv/head room", "XDG_DATA_HOME", "/x"), "Linux", USER);

    assertThat(locations).isEqualTo(Locations.under(Path.of("/srv/head room")));
    assertThat(locations.settingsFile()).isEqualTo(Path.of("/srv/head room/headroom.properties"));
    assertThat(locations.database()).isEqualTo(Path.of("/srv/head room/headroom.db"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linuxFollowsTheXdgFolders() {
    Locations plain = Locations.of(Map.of(), "Linux", USER);
    assertThat(plain.data()).isEqualTo(USER.resolve(".local/share/headroom"));
    assertThat(plain.settingsFile())
        .isEqualTo(USER.resolve(".config/headroom/headroom.properties"));
    assertThat(plain.logs()).isEqualTo(USER.resolve(".local/state/headroom/logs"));

    Locations set =
        Locations.of(
            Map.of("XDG_DATA_HOME", "/data", "XDG_CONFIG_HOME", "relative"), "Linux", USER);
    assertThat(set.data()).isEqualTo(Path.of("/data/headroom"));
    assertThat(set.settingsFile()).isEqualTo(plain.settingsFile());
  }

  @Test
  void macAndWindowsHaveTheirOwnCustoms() {
    assertThat(Locations.of(Map.of(), "Mac OS X", USER).data())
        .isEqualTo(USER.toAbsolutePath().resolve("Library/Application Support/Headroom"));
    assertThat(Locations.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", USER).data())
        .isEqualTo(Path.of("/local/Headroom").toAbsolutePath());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void foldersAreForTheirOwnerOnly(@TempDir Path folder) throws Exception {
    Locations locations = Locations.under(folder.resolve("a/b"));
    locations.create();
    locations.create();

    for (Path created :
        new Path[] {
          locations.data(),
          locations.models(),
          locations.natives(),
          locations.spool(),
          locations.logs()
        }) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(created)))
          .as(created.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void foldersThatWereOpenAreClosed(@TempDir Path folder) throws Exception {
    Locations locations = Locations.under(folder.resolve("home"));
    Files.createDirectories(locations.natives());
    for (Path open : new Path[] {locations.data(), locations.natives()}) {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    locations.create();

    for (Path closed : new Path[] {locations.data(), locations.natives()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(closed)))
          .isEqualTo("rwx------");
    }
  }
}
