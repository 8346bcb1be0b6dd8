package dev.bantam.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text taken apart: names, numbers, and single signs. */
final class Words {
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z_]\\w*|#[0-9a-f]+|-?[0-9][0-9.]*(?:E-?[0-9]+)?|\\S");
  private static final String RAW_START = "{{\n";
  private static final String RAW_END = "}}\n";

  private final String text;
  private final Matcher matcher;
  private String word = "";
  private int start;
  private int end;

  Words(String text) {
    this.text = text;
    this.matcher = WORD.matcher(text);
    advance(0);
  }

  private void advance(int from) {
    boolean found = matcher.find(from);
    word = found ? matcher.group() : "";
    start = found ? matcher.start() : text.length();
    end = found ? matcher.end() : text.length();
  }

  boolean isAtEnd() {
    return word.isEmpty();
  }

  String peek() {
    return word;
  }

  String next() {
    if (isAtEnd()) throw refused("more");
    var taken = word;
    advance(end);
    return taken;
  }

  boolean accept(String wanted) {
    if (!word.equals(wanted)) return false;
    advance(end);
    return true;
  }

  void expect(String wanted) {
    if (!accept(wanted)) throw refused("\"" + wanted + "\"");
  }

  long number() {
    try {
      return Long.parseLong(next());
    } catch (NumberFormatException e) {
      throw refused("a number");
    }
  }

  /** What stands between quotes. */
  String quoted() {
    if (!word.equals("\"")) throw refused("a quote");
    int close = text.indexOf('"', end);
    if (close < 0) throw refused("a closing quote");
    var quoted = text.substring(end, close);
    advance(close + 1);
    return quoted;
  }

  /** The lines between <code>{{</code> and <code>}}</code>, as they are. */
  String raw() {
    if (!text.startsWith(RAW_START, start)) throw refused("{{");
    int close = text.indexOf("\n" + RAW_END, start);
    if (close < 0) throw refused("}}");
    var raw = text.substring(start + RAW_START.length(), close + 1);
    advance(close + 1 + RAW_END.length());
    return raw;
  }

  IllegalArgumentException refused(String wanted) {
    long line = text.substring(0, Math.min(start, text.length())).lines().count();
    return new IllegalArgumentException(
        "line %d: found \"%s\", must be %s".formatted(Math.max(line, 1), word, wanted));
  }
}
