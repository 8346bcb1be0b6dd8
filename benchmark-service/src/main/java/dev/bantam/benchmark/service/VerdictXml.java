package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Verdict;
import dev.bantam.benchmark.service.ReleaseVerdicts.Missing;
import dev.bantam.benchmark.service.ReleaseVerdicts.ReleaseVerdict;
import dev.bantam.benchmark.service.ReleaseVerdicts.SeriesChange;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A verdict as test reports go (JUnit XML), so that a pipeline shows each series as a test. One
 * that is worse has failed; one that cannot be told, or has no measurement, is an error; one that
 * was not measured before is skipped.
 */
final class VerdictXml {
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private VerdictXml() throws XMLStreamException {
    xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
  }

  static String of(ReleaseVerdict verdict) {
    try {
      var report = new VerdictXml();
      report.write(verdict);
      return report.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text can always be written to", e);
    }
  }

  private void write(ReleaseVerdict verdict) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    counts(verdict);
    line();
    xml.writeStartElement("testsuite");
    counts(verdict);
    attribute("timestamp", verdict.createdAt().toString());
    properties(verdict);
    for (var change : verdict.changes()) test(change);
    for (var one : verdict.missing()) test(one);
    line();
    xml.writeEndElement();
    line();
    xml.writeEndElement();
    line();
    xml.writeEndDocument();
  }

  private void counts(ReleaseVerdict verdict) throws XMLStreamException {
    var changes = verdict.changes().stream().map(SeriesChange::verdict).toList();
    var missing = verdict.missing();
    long isNew = missing.stream().filter(Missing::isNew).count();
    long unknown = changes.stream().filter(it -> it == Verdict.UNKNOWN).count();
    attribute("name", "release " + verdict.release());
    attribute("tests", String.valueOf(changes.size() + missing.size()));
    attribute(
        "failures", String.valueOf(changes.stream().filter(it -> it == Verdict.WORSE).count()));
    attribute("errors", String.valueOf(unknown + missing.size() - isNew));
    attribute("skipped", String.valueOf(isNew));
  }

  private void properties(ReleaseVerdict verdict) throws XMLStreamException {
    line();
    xml.writeStartElement("properties");
    property("verdict", verdict.verdict().toString());
    property("commit", Objects.requireNonNullElse(verdict.commit(), ""));
    xml.writeEndElement();
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  private void test(SeriesChange change) throws XMLStreamException {
    var series = change.series();
    begin(series.model(), series.device(), series.metric(), series.threads());
    var moved = moved(change);
    switch (change.verdict()) {
      case WORSE -> outcome("failure", change.verdict().toString(), moved);
      case UNKNOWN -> outcome("error", change.verdict().toString(), moved);
      case BETTER, SAME -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters(readable(change.verdict() + ": " + moved));
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  private void test(Missing one) throws XMLStreamException {
    begin(one.model(), one.device(), "measured", one.threads());
    if (one.isNew()) {
      xml.writeEmptyElement("skipped");
      attribute("message", "was not measured before (benchmark %s)".formatted(one.benchmark()));
    } else {
      outcome("error", one.reason(), "benchmark %s is %s".formatted(one.benchmark(), one.reason()));
    }
    xml.writeEndElement();
  }

  private void begin(String model, String device, String what, int threads)
      throws XMLStreamException {
    line();
    xml.writeStartElement("testcase");
    attribute("classname", model + "." + device);
    attribute("name", "%s, %d %s".formatted(what, threads, threads == 1 ? "thread" : "threads"));
  }

  private void outcome(String element, String type, String message) throws XMLStreamException {
    xml.writeEmptyElement(element);
    attribute("type", type);
    attribute("message", message);
  }

  private static String moved(SeriesChange change) {
    var interval = change.interval();
    return String.format(
        Locale.ROOT,
        "%.0f to %.0f, ratio %.3f %s, since %s",
        change.before(),
        change.after(),
        change.ratio(),
        interval == null
            ? "exactly"
            : String.format(Locale.ROOT, "[%.3f, %.3f]", interval.getFirst(), interval.getLast()),
        change.since());
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, readable(value));
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** A commit is any text, and XML has no place for most control characters. */
  private static String readable(String text) {
    return text.codePoints()
        .map(it -> isOfXml(it) ? it : '\uFFFD')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isOfXml(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= 0x20 && character <= 0xD7FF)
        || (character >= 0xE000 && character <= 0xFFFD)
        || character >= 0x10000;
  }
}
