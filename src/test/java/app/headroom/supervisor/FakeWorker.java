package app.headroom.supervisor;

import app.headroom.job.Extras;
import app.headroom.job.JobFailure;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import app.headroom.protocol.LineReader;
import app.headroom.protocol.Phase;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker that misbehaves in the way that its argument says. Started as a real process. */
final class FakeWorker {

  private static final LineReader COMMANDS = new LineReader(System.in);

  private FakeWorker() {}

  public static void main(String[] args) throws Exception {
    String way = args[0];
    if (way.equals("child")) {
      stayAlive();
    }
    say(
        new WorkerEvent.Hello(
            Protocol.VERSION + (way.equals("other-version") ? 1 : 0),
            ProcessHandle.current().pid()));
    switch (way) {
      case "finishes" -> finish();
      case "fails" -> {
        if (next() instanceof WorkerCommand.Separate order) {
          Path gone = order.source().resolveSibling("gone");
          say(new WorkerEvent.Failed(new JobFailure.SourceMissing(gone)));
        }
        System.exit(1);
      }
      case "obeys" -> obey();
      case "leaks" -> leak();
      case "ignores-polite-end" -> stayAlive();
      case "floods-errors" -> {
        for (int i = 0; i < 200_000; i++) {
          System.err.println("line " + i + " of what nobody reads");
        }
        finish();
      }
      case "crashes" -> {
        System.err.println("first words");
        System.err.println("x".repeat(100_000));
        System.err.println("last words");
        Runtime.getRuntime().halt(42);
      }
      case "dies-mid-line" -> {
        System.out.print(Protocol.line(new WorkerEvent.CleanedUp()));
        System.out.print("\n{\"type\":\"finis");
        System.out.flush();
        Runtime.getRuntime().halt(1);
      }
      case "garbage" -> {
        System.out.println("Loading model, please wait ...");
        stayAlive();
      }
      case "endless-line" -> {
        while (!System.out.checkError()) {
          System.out.print("x".repeat(1000));
        }
        stayAlive();
      }
      case "silent", "other-version" -> stayAlive();
      case "chatty" -> {
        for (int i = 0; i < 500; i++) {
          say(new WorkerEvent.Alive());
          Thread.sleep(20);
        }
        say(new WorkerEvent.Noted("after 10 s"));
        stayAlive();
      }
      case "has-child" -> {
        startChild();
        stayAlive();
      }
      case "finishes-with-daemon" -> {
        startChild(ProcessBuilder.Redirect.DISCARD);
        finishedEvent();
      }
      case "leaves-child" -> {
        startChild();
        Runtime.getRuntime().halt(7);
      }
      case "finishes-and-stays" -> {
        finishedEvent();
        stayAlive();
      }
      case "probes" -> probe();
      default -> throw new IllegalArgumentException(way);
    }
  }

  private static void finish() throws IOException {
    next();
    say(new WorkerEvent.Progress(Phase.DECODING, 1, 2));
    say(new WorkerEvent.Resumed(1, 3));
    say(new WorkerEvent.SegmentDone(0, 2, 3, 57_330, 5));
    say(new WorkerEvent.Noted("all went well"));
    finishedEvent();
  }

  private static void finishedEvent() {
    say(
        new WorkerEvent.Finished(
            Map.of("vocals", Path.of("vocals.wav").toAbsolutePath()),
            3,
            44_100,
            1,
            1,
            1,
            null,
            Map.of(),
            Extras.NONE));
  }

  private static void obey() throws IOException {
    while (true) {
      switch (next()) {
        case WorkerCommand.SetSegment set ->
            say(new WorkerEvent.SegmentDone(0, 1, 2, set.frames(), 1));
        case WorkerCommand.CleanUp _ -> say(new WorkerEvent.CleanedUp());
        case WorkerCommand.Hold _ -> say(new WorkerEvent.Held(1));
        case WorkerCommand.Unload _ -> say(new WorkerEvent.Unloaded());
        case WorkerCommand.Resume _ -> say(new WorkerEvent.Noted("resumed"));
        case WorkerCommand.Stop _ -> {
          say(new WorkerEvent.Stopped(1));
          System.exit(0);
        }
        case WorkerCommand.Separate _,
            WorkerCommand.Probe _,
            WorkerCommand.Prepare _,
            WorkerCommand.Unpack _,
            WorkerCommand.ExportMix _,
            WorkerCommand.MakeHandOffs _ -> {}
      }
    }
  }

  /** 8 MB at a time, touched; it stops before it harms the machine that runs the tests. */
  private static void leak() {
    List<Object> leaked = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      leaked.add(Arena.global().allocate(8 << 20).fill((byte) 1));
      say(new WorkerEvent.Alive());
    }
    System.err.println("leaked " + leaked.size());
    stayAlive();
  }

  private static void startChild() throws IOException {
    startChild(ProcessBuilder.Redirect.INHERIT);
  }

  private static void startChild(ProcessBuilder.Redirect output) throws IOException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeWorker.class.getName(),
                "child")
            .redirectOutput(output)
            .redirectError(output)
            .start();
    say(new WorkerEvent.Noted(Long.toString(child.pid())));
  }

  private static void probe() throws IOException {
    while (next() instanceof WorkerCommand.Probe probe) {
      String name = probe.source().getFileName().toString();
      switch (name) {
        case "crash.mp3" -> Runtime.getRuntime().halt(139);
        case "hang.mp3" -> stayAlive();
        case "swell.mp3" -> leak();
        case "bad.mp3" ->
            say(
                new WorkerEvent.ProbeFailed(
                    probe.requestId(), new JobFailure.UnreadableAudio("bad", "Drop it.")));
        default ->
            say(
                new WorkerEvent.Probed(
                    probe.requestId(),
                    new SourceInfo(
                        Long.toString(ProcessHandle.current().pid()),
                        "mp3",
                        44_100,
                        2,
                        1.0,
                        TrackTags.NONE,
                        false)));
      }
    }
  }

  private static void say(WorkerEvent event) {
    System.out.println(Protocol.line(event));
    System.out.flush();
  }

  private static WorkerCommand next() throws IOException {
    String line = COMMANDS.next();
    if (line == null) {
      Runtime.getRuntime().halt(0);
      throw new AssertionError();
    }
    return Protocol.command(line);
  }

  /** A polite end does not end it, nor does the end of its input. */
  private static void stayAlive() {
    Runtime.getRuntime().addShutdownHook(new Thread(FakeWorker::waitForEver));
    waitForEver();
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      waitForEver();
    }
  }
}
