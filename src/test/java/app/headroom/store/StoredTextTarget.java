package app.headroom.store;

import app.headroom.fuzz.Target;
import app.headroom.job.Delivery;
import app.headroom.job.Extras;
import app.headroom.job.HandOff;
import app.headroom.job.JobState;
import app.headroom.job.MixMatch;
import app.headroom.job.Music;
import app.headroom.job.Precision;
import app.headroom.job.Receipt;
import app.headroom.job.Residual;
import app.headroom.job.SeparationRequest;
import app.headroom.queue.Answer;
import app.headroom.queue.QueueCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** What stands in the database's fields: requests, states and commands, of older versions too. */
public final class StoredTextTarget implements Target {

  private static final List<Class<?>> KINDS =
      List.of(SeparationRequest.class, JobState.class, QueueCommand.class, Answer.class);

  @Override
  public String name() {
    return "stored-text";
  }

  @Override
  public List<byte[]> corpus(Path folder) {
    SeparationRequest request = StoredJobs.request(1);
    Path file = Path.of("/music/a.stem.mp4").toAbsolutePath();
    Receipt receipt =
        new Receipt(
            Map.of("drums", file),
            3.5,
            Duration.ofSeconds(5),
            480_000_000,
            Map.of(57_330, 4L),
            Precision.INT8,
            1,
            1,
            0,
            List.of("ended at 4.1 GB"),
            0.9,
            new Extras(
                new MixMatch(-31.5, -95.0), new Music(97.6, "F#m"), Map.of(HandOff.NISTEM, file)));
    List<String> texts = new ArrayList<>();
    String plain = StoreJson.text(request);
    texts.add(plain);
    String delivery =
        StoreJson.text(new Delivery(Residual.SHARE, EnumSet.allOf(HandOff.class), true));
    texts.add(
        plain.replaceFirst(
            "\"delivery\":\\{[^}]*\\}", Matcher.quoteReplacement("\"delivery\":" + delivery)));
    // as versions had it that knew of neither
    texts.add(plain.replaceFirst(",?\"delivery\":\\{[^}]*\\}", ""));
    String finished = StoreJson.text(new JobState.Finished(receipt));
    texts.add(finished);
    texts.add(finished.replaceFirst(",?\"extras\":.*", "}}"));
    texts.add(StoreJson.text(new QueueCommand.Move(List.of(StoredJobs.waiting(1).id()), 3)));
    texts.add(
        StoreJson.text(
            new QueueCommand.AddHandOffs(
                StoredJobs.waiting(1).id(), Map.of(HandOff.NISTEM, file))));
    texts.add(StoreJson.text(new Answer.Unable("no room")));
    texts.add("{\"state\":".repeat(2_000));
    return texts.stream()
        .map(
            text ->
                text.replaceAll(
                    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                    "00000000-0000-4000-8000-000000000001"))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public List<String> words() {
    return List.of(
        "\"delivery\":",
        "\"handOffs\":",
        "\"residual\":\"SHARE\"",
        "\"extras\":null",
        "\"music\":",
        "1e400",
        "null");
  }

  @Override
  public String read(byte[] input, Path folder) {
    String text = new String(input, StandardCharsets.UTF_8);
    String outcome = "nothing";
    for (Class<?> kind : KINDS) {
      try {
        Object value = StoreJson.value(text, kind);
        StoreJson.value(StoreJson.text(value), kind); // what was read can be stored
        outcome = value.getClass().getSimpleName();
      } catch (IllegalArgumentException e) {
        // refused
      }
    }
    return outcome;
  }
}
