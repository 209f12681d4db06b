package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.AudioProbe;
import app.headroom.audio.DecodedSource;
import app.headroom.audio.DiskSpace;
import app.headroom.audio.ExportPlan;
import app.headroom.audio.NiStemFile;
import app.headroom.audio.Publisher;
import app.headroom.audio.Spool;
import app.headroom.audio.StemExport;
import app.headroom.audio.StemNames;
import app.headroom.audio.StemPeaks;
import app.headroom.job.EngineChoice;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.SegmentLength;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.protocol.WorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether an order can be carried out, found out before any work is put into it. */
final class Plan {

  /** Of the densest sound there is: long silence in a lossless format. */
  private static final double LEAST_BYTES_PER_SECOND = 100;

  private final WorkerCommand.Separate order;
  private final StemNames names;
  private final List<String> stemIds;

  private Plan(WorkerCommand.Separate order, StemNames names, List<String> stemIds) {
    this.order = order;
    this.names = names;
    this.stemIds = stemIds;
  }

  /**
   * Looks at the order alone, not at the song.
   *
   * @throws JobFailedException if something in it can't be meant, or the model is not there
   */
  static Plan of(WorkerCommand.Separate order) throws JobFailedException, AudioException {
    if (order.modelStems().isEmpty()) {
      throw invalid("the model " + order.model() + " has no stems", "Choose another model.");
    }
    if (order.stems() instanceof StemSelection.Isolate(Stem stem)
        && !order.modelStems().contains(stem)) {
      throw invalid(
          "the model " + order.model() + " knows no " + stem.id(),
          "Choose one of "
              + String.join(", ", order.modelStems().stream().map(Stem::id).toList())
              + ".");
    }
    try {
      var _ = new SegmentLength(order.segmentFrames());
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()), "Choose a length between these.");
    }
    if (order.threads() < 1) {
      throw invalid(order.threads() + " threads are not possible", "Choose at least one.");
    }
    checkPasses(order);
    return new Plan(
        order,
        StemNames.parse(order.nameTemplate()),
        ExportPlan.stemIds(order.modelStems(), order.stems(), order.delivery().residual()));
  }

  private static void checkPasses(WorkerCommand.Separate order) throws JobFailedException {
    List<Stem> given =
        order.passes().stream().flatMap(pass -> pass.stems().stream()).sorted().toList();
    if (!given.equals(order.modelStems().stream().sorted().toList())) {
      throw invalid(
          "the networks of " + order.model() + " do not give each stem once",
          "Choose another model.");
    }
    if (order.engine() instanceof EngineChoice.BuiltIn) {
      checkGraphs(order);
    }
    if (order.delivery().handOffs().contains(HandOff.NISTEM)
        && !(order.stems() instanceof StemSelection.All)) {
      throw invalid(
          "an NI stem file holds drums, bass, other and vocals, not two stems",
          "Choose all stems, or no NI stem file.");
    }
  }

  private static void checkGraphs(WorkerCommand.Separate order) throws JobFailedException {
    if (order.segmentFrames() > SegmentLength.LONGEST.frames()) {
      throw invalid("a segment is at most 15 seconds long", "Choose a shorter one.");
    }
    for (WorkerCommand.Pass pass : order.passes()) {
      if (!Files.isReadable(pass.graph())) {
        throw new JobFailedException(
            new JobFailure.ModelMissing(order.model(), pass.graph() + " cannot be read"));
      }
    }
  }

  private static JobFailedException invalid(String reason, String remedy) {
    return new JobFailedException(new JobFailure.InvalidRequest(reason, remedy));
  }

  /**
   * Looks at the song: whether it can be read, its stems written, and both disks have room.
   *
   * @throws AudioException if not
   */
  void checkSong() throws AudioException, IOException {
    SourceInfo info = AudioProbe.probe(order.source());
    double seconds = likelySeconds(info, Files.size(order.source()));
    checkRoom(info, seconds, Spool.bytesFor(seconds, order.modelStems().size()));
  }

  /**
   * Looks again, now that the song's length is known.
   *
   * @param spooledBytes what lies in the spool already
   * @throws AudioException if a disk has no room for the rest
   */
  void checkRest(SourceInfo info, long frames, long spooledBytes) throws AudioException {
    double seconds = frames / (double) Spool.SAMPLE_RATE_HZ;
    long spool = Spool.bytesFor(seconds, order.modelStems().size()) - spooledBytes;
    checkRoom(info, seconds, Math.max(0, spool));
  }

  private void checkRoom(SourceInfo info, double seconds, long spoolBytes) throws AudioException {
    long outputBytes =
        ExportPlan.bytesFor(
            seconds, stemIds.size(), order.format(), order.rate(), info.sampleRateHz());
    if (order.delivery().handOffs().contains(HandOff.NISTEM)) {
      outputBytes += NiStemFile.bytesFor(seconds, order.format());
    }
    boolean oneDisk = onOneDisk(order.spoolFolder(), order.outputFolder());
    List<Path> all = new ArrayList<>(files(info).values());
    all.addAll(handOffs(info).values());
    Publisher.check(
        order.outputFolder(), all, order.overwrite(), outputBytes + (oneDisk ? spoolBytes : 0));
    if (!oneDisk) {
      DiskSpace.require(order.spoolFolder(), spoolBytes);
    }
  }

  /** The final path of every stem, in order. */
  private Map<String, Path> files(SourceInfo info) {
    return ExportPlan.files(order.outputFolder(), names, song(info), stemIds);
  }

  /** The final path of every hand-off. */
  Map<HandOff, Path> handOffs(SourceInfo info) {
    return ExportPlan.handOffs(files(info), track(), order.delivery().handOffs());
  }

  /** What is to be made of the separated song. */
  StemExport.Order export(Spool spool, DecodedSource source, StemPeaks peaks, Music music) {
    return new StemExport.Order(
        new JobId(order.jobId()),
        order.source(),
        spool,
        source,
        order.modelStems(),
        peaks,
        order.stems(),
        order.delivery().residual(),
        order.format(),
        order.clip(),
        order.rate(),
        track(),
        order.delivery().tagMusic() ? music : Music.UNKNOWN,
        order.outputFolder(),
        files(source.info()),
        order.overwrite(),
        order.threads());
  }

  private StemNames.Song song(SourceInfo info) {
    return new StemNames.Song(order.model(), track(), info.tags(), order.format().extension());
  }

  /** The song's file name without its extension. */
  String track() {
    String file = String.valueOf(order.source().getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }

  /**
   * As the header promises, unless the file is too small for that: a broken header must not ask for
   * terabytes. 0 if it promises nothing.
   */
  private static double likelySeconds(SourceInfo info, long fileBytes) {
    Double promised = info.durationSeconds();
    if (promised == null) {
      return 0;
    }
    double least =
        info.codec().startsWith("pcm_")
            ? (double) info.sampleRateHz() * info.channels()
            : LEAST_BYTES_PER_SECOND;
    return Math.min(promised, fileBytes / least);
  }

  private static boolean onOneDisk(Path folder, Path other) {
    try {
      return Files.getFileStore(existing(folder)).equals(Files.getFileStore(existing(other)));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path existing(Path folder) {
    Path existing = folder;
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }
}
