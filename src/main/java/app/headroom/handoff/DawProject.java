package app.headroom.handoff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a DAWproject file (version 1.0 of the format): a track for every stem, which lies beside
 * the project and is referred to as external, so that no sound is there twice. Times are in
 * seconds: nothing is stretched when the tempo is changed.
 */
public final class DawProject {

  private final XMLStreamWriter xml;

  private DawProject(XMLStreamWriter xml) {
    this.xml = xml;
  }

  private interface Content {
    void write(DawProject xml) throws XMLStreamException;
  }

  public static void write(Path file, Session session, String version) throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
      entry(zip, "metadata.xml", document -> document.metaData(session));
      entry(zip, "project.xml", document -> document.project(session, version));
    }
  }

  private static void entry(ZipOutputStream zip, String name, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
      writer.writeStartDocument("UTF-8", "1.0");
      content.write(new DawProject(writer));
      writer.writeEndDocument();
      writer.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    ZipEntry entry = new ZipEntry(name);
    // The same session is the same file.
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    bytes.writeTo(zip);
    zip.closeEntry();
  }

  private void metaData(Session session) throws XMLStreamException {
    xml.writeStartElement("MetaData");
    text("Title", session.title());
    text("Artist", session.artist());
    xml.writeEndElement();
  }

  private void project(Session session, String version) throws XMLStreamException {
    start("Project", "version", "1.0");
    empty("Application", "name", "Headroom", "version", version);
    Double tempo = session.tempoBpm();
    if (tempo != null) {
      transport(tempo);
    }
    structure(session);
    arrangement(session);
    xml.writeEndElement();
  }

  private void transport(double tempo) throws XMLStreamException {
    xml.writeStartElement("Transport");
    empty(
        "Tempo",
        "id",
        "tempo",
        "name",
        "Tempo",
        "min",
        "20",
        "max",
        "666",
        "unit",
        "bpm",
        "value",
        number(tempo));
    empty("TimeSignature", "id", "signature", "numerator", "4", "denominator", "4");
    xml.writeEndElement();
  }

  private void structure(Session session) throws XMLStreamException {
    xml.writeStartElement("Structure");
    int number = 0;
    for (Session.Track track : session.tracks()) {
      start(
          "Track",
          "id",
          "track" + number,
          "name",
          track.name(),
          "color",
          track.colour(),
          "contentType",
          "audio",
          "loaded",
          "true");
      channel("channel" + number++, "regular", "destination", "master");
      xml.writeEndElement();
    }
    start("Track", "id", "master-track", "name", "Master", "contentType", "audio");
    channel("master", "master");
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void channel(String id, String role, String... more) throws XMLStreamException {
    start("Channel", "id", id, "role", role, "audioChannels", "2", "solo", "false");
    attributes(more);
    empty("Mute", "id", id + "-mute", "value", "false");
    empty("Pan", "id", id + "-pan", "min", "0", "max", "1", "unit", "normalized", "value", "0.5");
    empty("Volume", "id", id + "-volume", "min", "0", "max", "2", "unit", "linear", "value", "1");
    xml.writeEndElement();
  }

  private void arrangement(Session session) throws XMLStreamException {
    start("Arrangement", "id", "arrangement");
    start("Lanes", "id", "lanes", "timeUnit", "seconds");
    String seconds = number(session.seconds());
    int number = 0;
    for (Session.Track track : session.tracks()) {
      start("Lanes", "id", "lanes" + number, "track", "track" + number);
      start("Clips", "id", "clips" + number);
      start(
          "Clip",
          "name",
          track.name(),
          "time",
          "0",
          "duration",
          seconds,
          "contentTimeUnit",
          "seconds",
          "playStart",
          "0");
      start(
          "Audio",
          "id",
          "audio" + number++,
          "channels",
          "2",
          "sampleRate",
          Integer.toString(session.sampleRateHz()),
          "duration",
          seconds);
      empty("File", "path", track.path(), "external", "true");
      for (int i = 0; i < 4; i++) {
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void start(String name, String... attributes) throws XMLStreamException {
    xml.writeStartElement(name);
    attributes(attributes);
  }

  private void empty(String name, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement(name);
    attributes(attributes);
  }

  private void attributes(String... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], clean(attributes[i + 1]));
    }
  }

  private void text(String name, @Nullable String value) throws XMLStreamException {
    if (value != null) {
      xml.writeStartElement(name);
      xml.writeCharacters(clean(value));
      xml.writeEndElement();
    }
  }

  /** Without what XML cannot hold at all. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(
            point ->
                point >= 0x20
                    && !Character.isISOControl(point)
                    && Character.getType(point) != Character.SURROGATE
                    && point != 0xfffe
                    && point != 0xffff)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
