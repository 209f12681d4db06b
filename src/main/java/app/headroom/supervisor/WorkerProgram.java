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

  /** What a worker does, and with that how much heap it needs. */
  enum Task {
    SEPARATE(64),
    PROBE(48),
    PREPARE(256);

    private final int heapMegabytes;

    Task(int heapMegabytes) {
      this.heapMegabytes = heapMegabytes;
    }
  }

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
  ProcessBuilder process(Task task, Path natives, Path work, String mark) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(
        List.of(
            "-Xmx" + task.heapMegabytes + "m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Xshare:auto",
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
    environment.put("MALLOC_ARENA_MAX", "1");
    // ONNX Runtime reports home otherwise, from its first moment on.
    environment.put("ORT_DISABLE_TELEMETRY", "1");
    if (speaksOnlyAscii()) {
      environment.put("LC_ALL", "C.UTF-8");
    }
    int equals = mark.indexOf('=');
    environment.put(mark.substring(0, equals), mark.substring(equals + 1));
    return builder;
  }

  /**
   * A measurement in a process that is started as a worker that separates is.
   *
   * @param arguments after {@link #main}
   * @param work the working folder
   */
  public MeasuredCommand measured(
      List<String> arguments, Path natives, Path work, MemoryProbe probe) {
    ProcessBuilder builder = process(Task.SEPARATE, natives, work, ChildProcess.newMark());
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
