package app.headroom.job.json;

import app.headroom.job.EngineChoice;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Overlap;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.job.StemSelection;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * How the job's types are written as JSON. The names in here are kept in users' databases: add to
 * them, and never change one.
 */
public final class JobJson {

  private static final String AUTO = "auto";

  private JobJson() {}

  /**
   * A mapper that knows the forms, ignores properties that it does not know, and refuses strings
   * longer than {@code maxStringLength} characters and deep nesting.
   */
  public static JsonMapper.Builder builder(int maxStringLength) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(maxStringLength)
                    .maxNumberLength(64)
                    .build())
            .build();
    return JsonMapper.builder(factory)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .addModule(
            new SimpleModule()
                .addDeserializer(Path.class, new PathReader())
                .addDeserializer(Overlap.class, new OverlapReader())
                .addSerializer(Overlap.class, new OverlapWriter()))
        .addMixIn(JobFailure.class, JobFailureForm.class)
        .addMixIn(EngineChoice.class, EngineChoiceForm.class)
        .addMixIn(EngineChoice.Flavour.class, FlavourForm.class)
        .addMixIn(JobId.class, JobIdForm.class)
        .addMixIn(SegmentChoice.class, SegmentChoiceForm.class)
        .addMixIn(SegmentLength.class, SegmentLengthForm.class)
        .addMixIn(StemSelection.class, StemSelectionForm.class);
  }

  /**
   * A path is written as its URI. Only those of files are read: a URI of another kind would be a
   * file within an archive, or whatever else Java has a file system for.
   */
  private static final class PathReader extends StdScalarDeserializer<Path> {

    private PathReader() {
      super(Path.class);
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String text = parser.getValueAsString("");
      try {
        if (text.startsWith("file:///")) {
          return Path.of(URI.create(text));
        }
      } catch (IllegalArgumentException e) {
        throw context.weirdStringException(text, Path.class, e.getMessage());
      }
      throw context.weirdStringException(text, Path.class, "not the URI of a file");
    }
  }

  /** A number is a share, as it was before there was anything else; the rest has names. */
  private static final class OverlapReader extends StdScalarDeserializer<Overlap> {

    private OverlapReader() {
      super(Overlap.class);
    }

    @Override
    public Overlap deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.currentToken().isNumeric()) {
        String text = parser.getValueAsString("");
        if (text.equals(AUTO)) {
          return Overlap.AUTO;
        }
        throw context.weirdStringException(text, Overlap.class, "neither auto nor a number");
      }
      double share = parser.getDoubleValue();
      try {
        return new Overlap.Share(share);
      } catch (IllegalArgumentException e) {
        throw context.weirdNumberException(share, Overlap.class, e.getMessage());
      }
    }
  }

  private static final class OverlapWriter extends StdScalarSerializer<Overlap> {

    private OverlapWriter() {
      super(Overlap.class);
    }

    @Override
    public void serialize(Overlap overlap, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      switch (overlap) {
        case Overlap.Auto _ -> generator.writeString(AUTO);
        case Overlap.Share(double value) -> generator.writeNumber(value);
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "code")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = JobFailure.SourceMissing.class, name = "source-missing"),
    @JsonSubTypes.Type(value = JobFailure.UnreadableAudio.class, name = "unreadable-audio"),
    @JsonSubTypes.Type(value = JobFailure.ModelMissing.class, name = "model-missing"),
    @JsonSubTypes.Type(value = JobFailure.DiskFull.class, name = "disk-full"),
    @JsonSubTypes.Type(value = JobFailure.OutputNotWritable.class, name = "output-not-writable"),
    @JsonSubTypes.Type(value = JobFailure.OutputExists.class, name = "output-exists"),
    @JsonSubTypes.Type(value = JobFailure.OutputTaken.class, name = "output-taken"),
    @JsonSubTypes.Type(value = JobFailure.InvalidRequest.class, name = "invalid-request"),
    @JsonSubTypes.Type(value = JobFailure.BudgetTooSmall.class, name = "budget-too-small"),
    @JsonSubTypes.Type(value = JobFailure.MemoryLimitExceeded.class, name = "memory-limit"),
    @JsonSubTypes.Type(value = JobFailure.WorkerCrashed.class, name = "worker-crashed"),
    @JsonSubTypes.Type(value = JobFailure.WorkerUnresponsive.class, name = "worker-unresponsive"),
    @JsonSubTypes.Type(value = JobFailure.EngineMissing.class, name = "engine-missing"),
    @JsonSubTypes.Type(value = JobFailure.EngineFailed.class, name = "engine-failed"),
  })
  private interface JobFailureForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StemSelection.All.class, name = "all"),
    @JsonSubTypes.Type(value = StemSelection.Isolate.class, name = "isolate"),
  })
  private interface StemSelectionForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = SegmentChoice.Auto.class, name = "auto"),
    @JsonSubTypes.Type(value = SegmentChoice.Fixed.class, name = "fixed"),
  })
  private interface SegmentChoiceForm {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = EngineChoice.BuiltIn.class, name = "built-in"),
    @JsonSubTypes.Type(value = EngineChoice.Command.class, name = "command"),
  })
  private interface EngineChoiceForm {}

  private interface FlavourForm {
    @JsonValue
    String id();
  }

  /** Frames alone; the type has getters that are no properties. */
  private abstract static class SegmentLengthForm {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    SegmentLengthForm(@SuppressWarnings("unused") int frames) {}

    @JsonValue
    abstract int frames();
  }

  private abstract static class JobIdForm {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    JobIdForm(@SuppressWarnings("unused") String value) {}

    @JsonValue
    abstract String value();
  }
}
