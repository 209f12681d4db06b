package app.headroom.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between the rooms: a room uses only what stands beside it here. {@code job} may be
 * used by all.
 */
class ArchitectureTest {

  private static final String ROOT = "app.headroom";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("job", Set.of()),
          Map.entry("memory", Set.of()),
          Map.entry("protocol", Set.of()),
          Map.entry("models", Set.of()),
          Map.entry("demucs", Set.of()),
          Map.entry("audio", Set.of()),
          Map.entry("music", Set.of()),
          Map.entry("handoff", Set.of()),
          Map.entry("player", Set.of("audio")),
          // every number of the memory policy is a setting
          Map.entry("settings", Set.of("memory")),
          Map.entry("queue", Set.of("memory")),
          // it keeps failures and the cost model, in the form that the protocol gives them
          Map.entry("store", Set.of("queue", "memory", "protocol")),
          // it runs the user's npm and the building of a model's graphs, both processes
          Map.entry("supervisor", Set.of("queue", "memory", "protocol", "models")),
          // the user's own Demucs commands, in the place of a network
          Map.entry("external", Set.of("demucs")),
          // what is heard and what is exported are made by the same code
          Map.entry(
              "worker",
              Set.of(
                  "protocol",
                  "demucs",
                  "external",
                  "audio",
                  "models",
                  "music",
                  "player",
                  "handoff")),
          // measures them all, each in a process of its own
          Map.entry(
              "bench",
              Set.of(
                  "audio",
                  "demucs",
                  "memory",
                  "models",
                  "protocol",
                  "queue",
                  "settings",
                  "supervisor")),
          Map.entry("cli", Set.of("queue", "memory", "settings", "models")),
          Map.entry("ui", Set.of("queue", "memory", "settings", "models", "player")));

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  static Stream<String> rooms() {
    return MAY_USE.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomsUseOnlyWhatIsBelowThem(String room) {
    Set<String> violations = new TreeSet<>();
    for (JavaClass origin : classes) {
      if (!room(origin).equals(room)) {
        continue;
      }
      origin.getDirectDependenciesFromSelf().stream()
          .filter(dependency -> dependency.getTargetClass().getPackageName().startsWith(ROOT))
          .filter(dependency -> !allowed(room, room(dependency.getTargetClass())))
          .forEach(dependency -> violations.add(dependency.getDescription()));
    }
    assertThat(violations).as(room + " may use job and " + MAY_USE.get(room)).isEmpty();
  }

  @Test
  void everyRoomIsKnown() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass javaClass : classes) {
      if (!room(javaClass).equals("app") && !MAY_USE.containsKey(room(javaClass))) {
        unknown.add(room(javaClass));
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void onlyTheWindowSeesJavaFx() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".ui..", ROOT + ".app..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
        .check(classes);
  }

  /** And a worker, through one room, the user's Demucs commands: they are part of its memory. */
  @Test
  void onlyTheSupervisorStartsAndEndsProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".supervisor..", ROOT + ".external..")
        .should()
        .accessTargetWhere(
            target(
                describe(
                    "a process is started or ended",
                    member ->
                        member.getOwner().isEquivalentTo(ProcessBuilder.class)
                            || (member.getOwner().isEquivalentTo(Runtime.class)
                                && member.getName().equals("exec"))
                            || ((member.getOwner().isEquivalentTo(ProcessHandle.class)
                                    || member.getOwner().isEquivalentTo(Process.class))
                                && member.getName().startsWith("destroy")))))
        .check(classes);
  }

  /** No telemetry: what is fetched is a model that the user asked for. */
  @Test
  void onlyTheModelsRoomReachesTheNetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".models..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "javax.net..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            Socket.class,
            ServerSocket.class,
            DatagramSocket.class,
            InetAddress.class,
            InetSocketAddress.class,
            HttpURLConnection.class)
        .check(classes);
  }

  /** A serialised object runs code while it is read. */
  @Test
  void nobodyReadsSerialisedObjects() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectInputStream.class)
        .check(classes);
  }

  @Test
  void oneClassAloneGoesToTheWindowsThread() {
    List<String> callers = new ArrayList<>();
    for (JavaClass javaClass : classes) {
      if (javaClass.getMethodCallsFromSelf().stream()
          .anyMatch(
              call ->
                  call.getTargetOwner().getName().equals("javafx.application.Platform")
                      && call.getName().equals("runLater"))) {
        callers.add(javaClass.getName());
      }
    }
    assertThat(callers).as("callers of Platform.runLater").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void onlyTheLauncherEndsThisProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".app..", ROOT + ".worker..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethodWhere(
            target(
                describe(
                    "the virtual machine is halted",
                    method ->
                        method.getOwner().isEquivalentTo(Runtime.class)
                            && method.getName().equals("halt"))))
        .check(classes);
  }

  /** It has its memory to spare: it writes plain lines to its stderr. */
  @Test
  void theWorkerDoesNotLog() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".worker..",
            ROOT + ".external..",
            ROOT + ".demucs..",
            ROOT + ".audio..",
            ROOT + ".protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "ch.qos.logback..")
        .check(classes);
  }

  private static boolean allowed(String room, String used) {
    return used.equals(room)
        || used.equals("job")
        || MAY_USE.getOrDefault(room, Set.of()).contains(used);
  }

  /** The first part of the package's name below the root. */
  private static String room(JavaClass javaClass) {
    String name = javaClass.getPackageName();
    if (name.length() <= ROOT.length()) {
      return "";
    }
    String below = name.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
