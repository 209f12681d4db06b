package app.headroom.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object on one line, written piece by piece. */
final class JsonLine {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;

  private JsonLine() throws IOException {
    json = FACTORY.createGenerator(text);
    json.writeStartObject();
  }

  static JsonLine event(String name) {
    return start().with("event", name);
  }

  static JsonLine start() {
    try {
      return new JsonLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonLine with(String name, @Nullable Object value) {
    try {
      json.writeFieldName(name);
      write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Nothing where there is no value. */
  JsonLine withIf(String name, @Nullable Object value) {
    return value == null ? this : with(name, value);
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Long number -> json.writeNumber(number);
      case Integer number -> json.writeNumber(number);
      case Double number -> json.writeNumber(Math.round(number * 1e6) / 1e6);
      case Boolean truth -> json.writeBoolean(truth);
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue());
        }
        json.writeEndObject();
      }
      case Path path -> json.writeString(path.toString());
      case Iterable<?> items -> {
        json.writeStartArray();
        for (Object item : items) {
          write(item);
        }
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }

  /** Ends the object. */
  @Override
  public String toString() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
