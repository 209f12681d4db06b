package app.headroom.worker;

import app.headroom.job.JobFailure;
import app.headroom.protocol.LineReader;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.ProtocolException;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Where a worker process begins and ends; see {@code app.headroom.protocol} for what it says. */
public final class WorkerMain {

  static final int EXIT_DONE = 0;
  private static final int EXIT_FAILED = 1;
  private static final int EXIT_NO_ORDER = 2;
  private static final int EXIT_BROKEN = 70;

  private WorkerMain() {}

  /** Never returns. */
  public static void main(String[] args) {
    OutputStream events = new FileOutputStream(FileDescriptor.out);
    // Whatever a library prints must not get between the events.
    System.setOut(System.err);
    int exitCode;
    try {
      exitCode = run(System.in, events);
    } catch (Events.ApplicationGoneException e) {
      exitCode = EXIT_DONE;
    } catch (Throwable e) {
      e.printStackTrace();
      exitCode = EXIT_BROKEN;
    }
    System.err.flush();
    // Nothing is left to be done, least of all by what native libraries do at the end.
    Runtime.getRuntime().halt(exitCode);
  }

  private static int run(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    SystemManners manners = new SystemManners();
    manners.stepBack();
    Events events = new Events(out);
    events.say(new WorkerEvent.Hello(Protocol.VERSION, ProcessHandle.current().pid()));
    CommandReader commands = new CommandReader(new LineReader(in));
    WorkerCommand order;
    try {
      order = commands.order();
      if (order == null) {
        return EXIT_NO_ORDER;
      }
    } catch (ProtocolException e) {
      System.err.println("No order: " + e.getMessage());
      return EXIT_NO_ORDER;
    }
    return switch (order) {
      case WorkerCommand.Separate separate when speaks(separate.protocol()) -> {
        Steering steering = new Steering();
        commands.passOn(steering::take);
        yield lastWord(events, new Separation(separate, events, steering, manners).run());
      }
      case WorkerCommand.Prepare prepare when speaks(prepare.protocol()) -> {
        commands.passOn(_ -> false);
        yield lastWord(events, new Preparation(prepare, events).run());
      }
      case WorkerCommand.Probe probe when speaks(probe.protocol()) -> {
        Probing probing = new Probing(events);
        commands.passOn(probing::take);
        probing.run(probe);
        yield EXIT_DONE;
      }
      case WorkerCommand.Unpack unpack when speaks(unpack.protocol()) -> {
        Steering steering = new Steering();
        commands.passOn(steering::take);
        yield lastWord(events, new Listening(events, steering).unpack(unpack));
      }
      case WorkerCommand.ExportMix export when speaks(export.protocol()) -> {
        Steering steering = new Steering();
        commands.passOn(steering::take);
        yield lastWord(events, new Listening(events, steering).export(export));
      }
      case WorkerCommand.MakeHandOffs wanted when speaks(wanted.protocol()) -> {
        Steering steering = new Steering();
        commands.passOn(steering::take);
        yield lastWord(events, new HandingOff(wanted, events, steering).run());
      }
      case WorkerCommand.Separate _,
          WorkerCommand.Prepare _,
          WorkerCommand.Probe _,
          WorkerCommand.Unpack _,
          WorkerCommand.ExportMix _,
          WorkerCommand.MakeHandOffs _ ->
          lastWord(
              events,
              new WorkerEvent.Failed(
                  new JobFailure.InvalidRequest(
                      "two versions of the program met", "Start the program again.")));
      case WorkerCommand.SetSegment _,
          WorkerCommand.CleanUp _,
          WorkerCommand.Hold _,
          WorkerCommand.Unload _,
          WorkerCommand.Resume _,
          WorkerCommand.Stop _ -> {
        System.err.println("No order: " + order);
        yield EXIT_NO_ORDER;
      }
    };
  }

  private static boolean speaks(int protocol) {
    return protocol == Protocol.VERSION;
  }

  private static int lastWord(Events events, WorkerEvent event) {
    events.say(event);
    return event instanceof WorkerEvent.Failed ? EXIT_FAILED : EXIT_DONE;
  }
}
