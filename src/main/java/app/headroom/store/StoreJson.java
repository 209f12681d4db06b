package app.headroom.store;

import app.headroom.job.json.JobJson;
import app.headroom.job.json.Whole;
import app.headroom.queue.Answer;
import app.headroom.queue.QueueCommand;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * How values are written in the database's text columns. The names are kept in users' databases:
 * add to them, and never change one.
 */
final class StoreJson {

  private static final int MAX_STRING_LENGTH = 1 << 20;

  private static final JsonMapper MAPPER =
      JobJson.builder(MAX_STRING_LENGTH)
          .addModule(
              new SimpleModule()
                  .addSerializer(Duration.class, ToStringSerializer.instance)
                  .addDeserializer(Duration.class, new DurationReader()))
          .addMixIn(QueueCommand.class, QueueCommandForm.class)
          .addMixIn(QueueCommand.Selection.class, SelectionForm.class)
          .addMixIn(Answer.class, AnswerForm.class)
          .addMixIn(Answer.SongOutcome.class, SongOutcomeForm.class)
          .build();

  private StoreJson() {}

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is none of these
   */
  static <T> T value(String text, Class<T> type) {
    try {
      return Whole.checked(MAPPER.readValue(text, type));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** As in {@code PT1M2.5S}. */
  private static final class DurationReader extends StdDeserializer<Duration> {

    private DurationReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Duration.parse(parser.getText());
      } catch (DateTimeParseException e) {
        throw context.weirdStringException(parser.getText(), Duration.class, e.getMessage());
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = QueueCommand.Submit.class, name = "submit"),
    @JsonSubTypes.Type(value = QueueCommand.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = QueueCommand.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = QueueCommand.Cancel.class, name = "cancel"),
    @JsonSubTypes.Type(value = QueueCommand.Retry.class, name = "retry"),
    @JsonSubTypes.Type(value = QueueCommand.Remove.class, name = "remove"),
    @JsonSubTypes.Type(value = QueueCommand.ClearFinished.class, name = "clear-finished"),
    @JsonSubTypes.Type(value = QueueCommand.Move.class, name = "move"),
    @JsonSubTypes.Type(value = QueueCommand.AddHandOffs.class, name = "add-hand-offs"),
  })
  private interface QueueCommandForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "select")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = QueueCommand.Selection.All.class, name = "all"),
    @JsonSubTypes.Type(value = QueueCommand.Selection.Some.class, name = "some"),
  })
  private interface SelectionForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Submitted.class, name = "submitted"),
    @JsonSubTypes.Type(value = Answer.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Answer.Unable.class, name = "unable"),
  })
  private interface AnswerForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.SongOutcome.Added.class, name = "added"),
    @JsonSubTypes.Type(value = Answer.SongOutcome.Rejected.class, name = "rejected"),
  })
  private interface SongOutcomeForm {}
}
