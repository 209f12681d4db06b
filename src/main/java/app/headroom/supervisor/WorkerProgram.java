package app.headroom.supervisor;

import app.headroom.memory.MemoryProbe;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a worker's virtual machine is started: in little memory, quickly.
 *
 * @param java the program
 * @param main the main class and its arguments
 */
public record WorkerProgram(Path java, String classPath, List<String> main) {

  /** Parts of the program that no worker uses; a shorter class path is searched faster. */
  private static final List<String> NOT_FOR_WORKERS =
      List.of(
          "javafx",
          "controlsfx",
          "atlantafx",
          "oshi",
          "jna",
          "sqlite",
          "picocli",
          "logback",
          "slf4j");

  /** Options that a user has set for Java programs in general do not fit a program this small. */
  private static final List<String> OPTION_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

  public WorkerProgram {
    main = List.copyOf(main);
  }

  /**
   * A worker's memory is the network's, outside of the heap. On the heap lies what grows with
   * segment and overlap, at most some 60 MB of it and as a rule 5; a young generation of fixed size
   * keeps garbage from filling the rest before it is looked for.
   */
  private static final List<String> HEAP =
      List.of("-Xmx96m", "-Xms8m", "-Xmn4m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  /**
   * The C library otherwise learns to keep large pieces that were given back, and each segment
   * finds other gaps: 40 MB more at the peak of 20 s of sound, and growing. Large pages, where the
   * kernel gives them to who asks: each segment takes and gives back hundreds of megabytes, and
   * page by page that is a twentieth of its time.
   */
  private static final Map<String, String> ALLOCATOR =
      Map.of(
          "MALLOC_ARENA_MAX", "1",
          "MALLOC_MMAP_THRESHOLD_", "1048576",
          "MALLOC_TRIM_THRESHOLD_", "1048576",
          "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");

  /** The same Java and the same program as this process. */
  public static WorkerProgram ofThisProcess(String... main) {
    String executable = File.separatorChar == '\\' ? "java.exe" : "java";
    String classPath =
        Arrays.stream(property("java.class.path").split(File.pathSeparator))
            .filter(WorkerProgram::isForWorkers)
            .map(entry -> Path.of(entry).toAbsolutePath().toString()) // it runs elsewhere
            .collect(Collectors.joining(File.pathSeparator));
    return new WorkerProgram(
        Path.of(property("java.home"), "bin", executable), classPath, List.of(main));
  }

  private static boolean isForWorkers(String entry) {
    Path file = Path.of(entry).getFileName();
    return file == null
        || !file.toString().endsWith(".jar")
        || NOT_FOR_WORKERS.stream().noneMatch(file.toString()::startsWith);
  }

  /**
   * @param natives where native libraries are extracted once
   * @param work the working folder, for what the virtual machine itself may write
   * @param mark stands in the environment of the process and of all that it starts
   */
  ProcessBuilder process(Path natives, Path work, Mark mark) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(HEAP);
    command.addAll(
        archive(natives)
            .filter(WorkerArchive::exists)
            .map(WorkerArchive::sharing)
            .orElse(List.of()));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Xshare:auto",
            // what the virtual machine has to say is no event
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=warning,cds*=off,aot*=off:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + work,
            "-Dorg.bytedeco.javacpp.cachedir=" + natives.resolve("javacpp"),
            // It counts all memory of the process, most of which is not its own.
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
            "-cp",
            classPath));
    command.addAll(main);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    Map<String, String> environment = builder.environment();
    OPTION_VARIABLES.forEach(environment::remove);
    environment.putAll(ALLOCATOR);
    // ONNX Runtime reports home otherwise, from its first moment on.
    environment.put("ORT_DISABLE_TELEMETRY", "1");
    if (speaksOnlyAscii()) {
      environment.put("LC_ALL", "C.UTF-8");
    }
    mark.putInto(environment);
    return builder;
  }

  /** Where the classes of its workers are kept; empty where they can't be. */
  Optional<WorkerArchive> archive(Path natives) {
    return WorkerArchive.of(this, natives);
  }

  /**
   * A measurement in a process that is started as a worker that separates is.
   *
   * @param arguments after {@link #main}
   * @param work the working folder
   */
  public MeasuredCommand measured(
      List<String> arguments, Path natives, Path work, MemoryProbe probe) {
    ProcessBuilder builder = process(natives, work, Mark.fresh());
    List<String> command = new ArrayList<>(builder.command());
    command.addAll(arguments);
    return new MeasuredCommand(command, work, builder.environment(), probe);
  }

  /** In the C locale Java could not open a file whose name has other letters. */
  private static boolean speaksOnlyAscii() {
    String charset = System.getProperty("sun.jnu.encoding", "");
    return Charset.isSupported(charset)
        && Charset.forName(charset).name().toUpperCase(Locale.ROOT).equals("US-ASCII");
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
