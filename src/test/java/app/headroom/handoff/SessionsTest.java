package app.headroom.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SessionsTest {

  private static final String TITLE = "A & <B> \"C\"\u0007";

  @TempDir Path folder;

  private static Session session() {
    return session(97.3);
  }

  private static Session session(@Nullable Double tempoBpm) {
    return new Session(
        TITLE,
        null,
        2.5,
        48_000,
        tempoBpm,
        List.of(
            Session.Track.of("drums", Path.of("drums.wav")),
            Session.Track.of("no_vocals", Path.of("in", "a \"b\" & c.flac"))));
  }

  @Test
  void aReaperProjectHasATrackForEveryStem() throws IOException {
    Path file = folder.resolve("a.rpp");
    ReaperProject.write(file, session());
    assertThat(file)
        .content()
        .isEqualTo(
            """
            <REAPER_PROJECT 0.1 "7.0" 0
              TEMPO 97.3 4 4
              SAMPLERATE 48000 1 0
              <TRACK
                NAME "Drums"
                PEAKCOL 24354304
                VOLPAN 1 0 -1 -1 1
                NCHAN 2
                <ITEM
                  POSITION 0
                  LENGTH 2.5
                  LOOP 0
                  NAME "Drums"
                  <SOURCE WAVE
                    FILE "drums.wav"
                  >
                >
              >
              <TRACK
                NAME "Instrumental"
                PEAKCOL 26843545
                VOLPAN 1 0 -1 -1 1
                NCHAN 2
                <ITEM
                  POSITION 0
                  LENGTH 2.5
                  LOOP 0
                  NAME "Instrumental"
                  <SOURCE FLAC
                    FILE 'in/a "b" & c.flac'
                  >
                >
              >
            >
            """);
  }

  @Test
  void namesWithEveryKindOfQuotesStayOneWord() {
    assertThat(ReaperProject.quoted("a'b\"c`d\ne")).isEqualTo("`a'b\"c'd e`");
  }

  @Test
  void aDawProjectHasATrackForEveryStem() throws Exception {
    Path file = folder.resolve("a.dawproject");
    DawProject.write(file, session(), "1.2");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      Document meta = document(zip, "metadata.xml");
      assertThat(meta.getDocumentElement().getTagName()).isEqualTo("MetaData");
      assertThat(texts(meta, "Title")).containsExactly("A & <B> \"C\"");
      assertThat(texts(meta, "Artist")).isEmpty();

      Document project = document(zip, "project.xml");
      assertThat(attributes(project, "Project", "version")).containsExactly("1.0");
      assertThat(attributes(project, "Tempo", "value")).containsExactly("97.300000");
      assertThat(attributes(project, "Track", "name"))
          .containsExactly("Drums", "Instrumental", "Master");
      assertThat(attributes(project, "Track", "color")).containsExactly("#009E73", "#999999", "");
      assertThat(attributes(project, "File", "path"))
          .containsExactly("drums.wav", "in/a \"b\" & c.flac");
      assertThat(attributes(project, "File", "external")).containsOnly("true");
      assertThat(attributes(project, "Audio", "duration")).containsOnly("2.500000");
      assertThat(attributes(project, "Audio", "sampleRate")).containsOnly("48000");
      assertThat(attributes(project, "Clip", "contentTimeUnit")).containsOnly("seconds");
      requireReferences(project);
    }
  }

  @Test
  void aTempoThatWasNotHeardIsNotMadeUp() throws Exception {
    Path reaper = folder.resolve("a.rpp");
    ReaperProject.write(reaper, session(null));
    assertThat(reaper).content().doesNotContain("TEMPO").contains("SAMPLERATE", "NAME \"Drums\"");

    Path daw = folder.resolve("a.dawproject");
    DawProject.write(daw, session(null), "1");
    try (ZipFile zip = new ZipFile(daw.toFile())) {
      Document project = document(zip, "project.xml");
      assertThat(elements(project, "Transport")).isEmpty();
      assertThat(elements(project, "Track")).hasSize(3);
      requireReferences(project);
    }
  }

  /** Every id is there once, and whatever is referred to is one of them. */
  private static void requireReferences(Document project) {
    Set<String> ids = new HashSet<>();
    NodeList all = project.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      if (element.hasAttribute("id")) {
        assertThat(ids.add(element.getAttribute("id"))).as(element.getAttribute("id")).isTrue();
      }
    }
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String reference : List.of("track", "destination")) {
        if (element.hasAttribute(reference)) {
          assertThat(ids).contains(element.getAttribute(reference));
        }
      }
    }
  }

  private static Document document(ZipFile zip, String name) throws Exception {
    return DocumentBuilderFactory.newDefaultNSInstance()
        .newDocumentBuilder()
        .parse(zip.getInputStream(zip.getEntry(name)));
  }

  private static List<String> texts(Document document, String tag) {
    return elements(document, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<String> attributes(Document document, String tag, String attribute) {
    return elements(document, tag).stream().map(each -> each.getAttribute(attribute)).toList();
  }

  private static List<Element> elements(Document document, String tag) {
    NodeList found = document.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  @Test
  void theSameSessionIsTheSameFile() throws IOException {
    Path one = folder.resolve("1");
    Path two = folder.resolve("2");
    DawProject.write(one, session(), "1");
    DawProject.write(two, session(), "1");
    assertThat(one).hasSameBinaryContentAs(two);
    assertThat(Files.size(one)).isLessThan(4000);
  }
}
