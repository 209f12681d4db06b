package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.DecodedSource;
import app.headroom.audio.Decoder;
import app.headroom.audio.DiskSpace;
import app.headroom.audio.SourceSpool;
import app.headroom.audio.Spool;
import app.headroom.audio.StemWriter;
import app.headroom.audio.Watch;
import app.headroom.demucs.MixLevel;
import app.headroom.demucs.OverlapState;
import app.headroom.demucs.SeparationException;
import app.headroom.demucs.TrackSeparation;
import app.headroom.external.CommandException;
import app.headroom.external.CommandNetwork;
import app.headroom.external.GivenUpException;
import app.headroom.external.Watcher;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.SegmentLength;
import app.headroom.protocol.Phase;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One song: decode, separate segment by segment, and what comes of it ({@link Finishing}). Each
 * step ends with a checkpoint, and begins with what the last one left.
 */
final class Separation {

  /** Of a full disk it is only known that so much would let the work go on for a while. */
  private static final long LEAST_ROOM_BYTES = 64_000_000;

  private static final long ALIVE_NANOS = Duration.ofSeconds(10).toNanos();

  private final WorkerCommand.Separate order;
  private final Events events;
  private final Steering steering;
  private final SystemManners manners;
  private final JobSpool spool;
  private final Engine engine;
  private final Boundary boundary;
  private final JobMemory memory;
  private final PhaseClock clock = new PhaseClock();
  private @Nullable TrackSeparation track;
  private @Nullable Keeping keeping;
  private volatile long doneFrames;

  /** Of the song, and of the piece that a command is at. */
  private long totalFrames;

  private long pieceFrames;

  Separation(
      WorkerCommand.Separate order, Events events, Steering steering, SystemManners manners) {
    this(order, events, steering, manners, null);
  }

  /**
   * @param other engine than the order's, or null
   */
  Separation(
      WorkerCommand.Separate order,
      Events events,
      Steering steering,
      SystemManners manners,
      @Nullable Engine other) {
    this.order = order;
    this.events = events;
    this.steering = steering;
    this.manners = manners;
    this.spool = new JobSpool(order.spoolFolder());
    this.engine = other == null ? engine(order) : other;
    this.memory = new JobMemory();
    this.boundary = new Boundary(steering, events, memory, () -> doneFrames, Boundary.SIGN_OF_LIFE);
  }

  private Engine engine(WorkerCommand.Separate order) {
    return switch (order.engine()) {
      case EngineChoice.BuiltIn _ ->
          BuiltInEngine.of(
              order.threads(), FallBack.of(order, note -> events.say(new WorkerEvent.Noted(note))));
      case EngineChoice.Command command ->
          new CommandEngine(
              new CommandNetwork.Order(
                  command,
                  order.model(),
                  order.modelStems(),
                  order.stems(),
                  order.overlap().shareOfCommand(),
                  order.threads(),
                  order.spoolFolder().resolve("piece")),
              new PieceWatcher());
    };
  }

  /**
   * A command can't be stopped at a boundary within its piece; it is ended, and its piece redone.
   */
  private final class PieceWatcher implements Watcher {
    private long lastSignNanos = System.nanoTime();

    @Override
    public boolean goOn() {
      return !steering.mustStop() && steering.standing() == Steering.Standing.RUN;
    }

    @Override
    public void started(ProcessHandle command) {
      command.info().startInstant().ifPresent(at -> spool.noteCommand(command.pid(), at));
    }

    @Override
    public void progressed(double share) {
      long now = System.nanoTime();
      if (now - lastSignNanos > ALIVE_NANOS) {
        lastSignNanos = now;
        events.say(new WorkerEvent.Alive());
      }
      if (pieceFrames > 0) {
        events.progress(
            Phase.SEPARATING, doneFrames + Math.round(share * pieceFrames), totalFrames);
      }
    }
  }

  private final class JobMemory implements Boundary.Memory {
    @Override
    public void trim() {
      if (keeping != null) {
        try {
          keeping.await(); // what is said at a boundary counts what lies before it
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      if (track != null) {
        track.trim();
      }
      engine.trim();
      manners.trimHeaps();
    }

    @Override
    public void unload() {
      engine.close();
      manners.trimHeaps();
    }
  }

  /** The worker's last word. */
  WorkerEvent run() {
    try (engine) {
      return carryOut();
    } catch (JobFailedException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (CommandException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (UncheckedIOException e) {
      return new WorkerEvent.Failed(spoolFailure(new IOException(e.getMessage(), e)));
    } catch (AudioException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (CancellationException e) {
      return new WorkerEvent.Stopped(doneFrames);
    } catch (IOException e) {
      return new WorkerEvent.Failed(spoolFailure(e));
    }
  }

  private WorkerEvent carryOut() throws JobFailedException, AudioException, IOException {
    enter(Phase.STARTING);
    Plan plan = Plan.of(order);
    Finishing finishing = new Finishing(order, spool, events, watch(Phase.ENCODING));
    Files.createDirectories(order.spoolFolder());
    if (order.engine() instanceof EngineChoice.BuiltIn) {
      OnnxNatives.use(order.nativesFolder());
    }
    Checkpoint place = new KeptPlace(order, spool, events).find();
    if (place == null) {
      place = decode(plan);
    } else {
      doneFrames = place.worthFrames(order.passes().size());
      events.say(new WorkerEvent.Resumed(doneFrames, place.source().frames()));
    }
    Checkpoint.Export export = place.export();
    if (export == null || export.encoded() == null) {
      plan.checkRest(place.source().info(), place.source().frames(), spooledBytes());
      try (Hearing hearing = new Hearing(spool.samples(), order.modelStems())) {
        place = separate(place, hearing);
        memory.unload();
        enter(Phase.ENCODING);
        place = finishing.encode(plan, place, hearing);
      }
    }
    return finishing.publish(place, clock);
  }

  // ---- where it stands

  private long spooledBytes() throws IOException {
    Spool samples = spool.samples();
    long bytes = Files.size(samples.source());
    return bytes + (Files.exists(samples.stems()) ? Files.size(samples.stems()) : 0);
  }

  private void enter(Phase phase) {
    clock.enter(phase);
    events.progress(phase, 0, 0);
  }

  private Watch watch(Phase phase) {
    return (doneUnits, totalUnits) -> {
      events.progress(phase, doneUnits, totalUnits);
      return boundary.pass();
    };
  }

  // ---- the steps

  private Checkpoint decode(Plan plan) throws AudioException, IOException, JobFailedException {
    OrderIdentity identity;
    try {
      identity = OrderIdentity.of(order);
    } catch (IOException e) {
      throw new JobFailedException(new JobFailure.SourceMissing(order.source()));
    }
    plan.checkSong();
    spool.clear();
    enter(Phase.DECODING);
    long from = System.nanoTime();
    DecodedSource source = Decoder.decode(order.source(), spool.samples(), watch(Phase.DECODING));
    Checkpoint place = Checkpoint.atStart(identity, source);
    spool.save(place);
    source.notes().forEach(note -> events.say(new WorkerEvent.Noted(note)));
    events.say(new WorkerEvent.SourceDecoded(source.info(), source.frames(), millisSince(from)));
    return place;
  }

  /** All networks that are still to come, each over the whole song. */
  private Checkpoint separate(Checkpoint start, Hearing hearing)
      throws JobFailedException, IOException {
    Checkpoint place = start;
    while (true) {
      if (!place.passDone()) {
        place = pass(place, hearing);
      }
      if (isLast(place)) {
        return place;
      }
      place = place.nextPass();
      spool.save(place);
      memory.unload();
    }
  }

  private Checkpoint pass(Checkpoint start, Hearing hearing)
      throws JobFailedException, IOException {
    WorkerCommand.Pass pass = order.passes().get(start.pass());
    DecodedSource source = start.source();
    MixLevel level = new MixLevel(source.levels().mean(), source.levels().std());
    SegmentLength first = new SegmentLength(order.segmentFrames());
    OverlapState overlap = spool.overlap(start, pass.stems().size());
    try (SourceSpool mix = SourceSpool.open(spool.samples(), source.frames());
        StemWriter stems =
            StemWriter.resume(spool.samples(), start.doneFrames(), start.peaks(), part(start));
        TrackSeparation separation =
            new TrackSeparation(
                new SpooledMix(mix),
                stems::append,
                engine.level(level),
                engine.cutting(order.overlap()),
                overlap);
        Keeping behind = new Keeping()) {
      PassProgress progress = new PassProgress(stems, spool, start, isLast(start) ? hearing : null);
      track = separation;
      keeping = behind;
      totalFrames = source.frames();
      while (!separation.finished()) {
        if (!boundary.pass()) {
          throw new CancellationException("asked to stop");
        }
        if (!load(pass)) {
          continue;
        }
        long from = System.nanoTime();
        SegmentLength length = steering.segment(first);
        pieceFrames = Math.min(length.frames(), totalFrames - separation.nextFrame());
        TrackSeparation.Segment segment;
        try {
          segment = separation.step(engine.network(pass.graph()), length);
        } catch (GivenUpException e) {
          continue; // nothing of it was kept; the boundary knows why
        } catch (SeparationException e) {
          if (engine.failed(e)) {
            continue; // nor here
          }
          throw e;
        } finally {
          pieceFrames = 0;
        }
        behind.await(); // where the disk is what takes long, its time is the segment's
        long millis = millisSince(from);
        behind.start(() -> keep(segment, progress, length, millis));
      }
      behind.await();
      return progress.place();
    } finally {
      track = null;
      keeping = null;
    }
  }

  /** On the keeping thread, beside the next segment. */
  private void keep(
      TrackSeparation.Segment segment, PassProgress progress, SegmentLength length, long millis)
      throws IOException {
    Checkpoint reached = progress.keep(segment);
    doneFrames = reached.worthFrames(order.passes().size());
    events.say(
        new WorkerEvent.SegmentDone(
            reached.segments() - 1,
            doneFrames,
            reached.source().frames(),
            length.frames(),
            millis));
    progress.hear();
  }

  /** Whether its pass makes the frames whole. */
  private boolean isLast(Checkpoint place) {
    return place.pass() == order.passes().size() - 1;
  }

  /** Which of the stems the pass gives, and what others have given before it. */
  private StemWriter.Part part(Checkpoint place) {
    WorkerCommand.Pass pass = order.passes().get(place.pass());
    return new StemWriter.Part(
        pass.stems().stream().map(order.modelStems()::indexOf).toList(),
        place.pass() == 0,
        isLast(place));
  }

  /**
   * @return false if that was given up
   */
  private boolean load(WorkerCommand.Pass pass) throws JobFailedException, IOException {
    if (!engine.loaded(pass.graph())) {
      enter(Phase.LOADING);
      try {
        engine.network(pass.graph());
      } catch (GivenUpException e) {
        return false;
      } catch (SeparationException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new JobFailedException(
            new JobFailure.ModelMissing(
                order.model(), "its network cannot be loaded: " + cause.getMessage()));
      }
      enter(Phase.SEPARATING);
    }
    return true;
  }

  // ---- what can go wrong

  private JobFailure spoolFailure(IOException e) {
    Path folder = order.spoolFolder();
    if (DiskSpace.isFull(e)) {
      return DiskSpace.full(folder, LEAST_ROOM_BYTES);
    }
    return new JobFailure.OutputNotWritable(folder, String.valueOf(e.getMessage()));
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }
}
