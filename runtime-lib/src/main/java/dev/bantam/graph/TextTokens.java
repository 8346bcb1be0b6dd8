package dev.bantam.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The tokens of a text form, and where they stand. */
final class TextTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]++|\\\\.)*+\"" // quoted text
              + "|->|[A-Za-z_][A-Za-z_0-9]*" // words
              + "|-?(?:[0-9][0-9.]*(?:E-?[0-9]+)?|Infinity)" // numbers
              + "|[(){}\\[\\]:,=%-]",
          Pattern.DOTALL);

  private final List<String> tokens = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int next;

  TextTokens(String text) {
    var matcher = TOKEN.matcher(text);
    int end = 0;
    int line = 1;
    while (matcher.find()) {
      line = between(text, end, matcher.start(), line);
      tokens.add(matcher.group());
      lines.add(line);
      end = matcher.end();
    }
    between(text, end, text.length(), line);
  }

  /** The line behind a stretch that no token is in, which has to be blank. */
  private static int between(String text, int from, int to, int line) {
    int now = line;
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n') now++;
      if (!Character.isWhitespace(text.charAt(i))) {
        throw new IllegalArgumentException(
            "line %d: \"%s\" means nothing here".formatted(now, text.charAt(i)));
      }
    }
    return now;
  }

  boolean atEnd() {
    return next == tokens.size();
  }

  String peek() {
    return atEnd() ? "" : tokens.get(next);
  }

  String take() {
    if (atEnd()) throw wrong("more");
    return tokens.get(next++);
  }

  boolean accept(String... wanted) {
    int end = next + wanted.length;
    if (end > tokens.size() || !tokens.subList(next, end).equals(Arrays.asList(wanted)))
      return false;
    next = end;
    return true;
  }

  void expect(String wanted) {
    if (!accept(wanted)) throw wrong("\"" + wanted + "\"");
  }

  long integer() {
    try {
      return Long.parseLong(take());
    } catch (NumberFormatException e) {
      next--;
      throw wrong("an integer");
    }
  }

  int index() {
    long value = integer();
    if (value != (int) value) throw wrong("an integer of 32 bits");
    return (int) value;
  }

  /** The text between quotes, with its escapes resolved. */
  String quoted() {
    var token = take();
    if (!token.startsWith("\"")) {
      next--;
      throw wrong("a text in quotes");
    }
    var text = new StringBuilder();
    for (int i = 1; i < token.length() - 1; i++) {
      char c = token.charAt(i);
      if (c != '\\') {
        text.append(c);
      } else if (token.charAt(i + 1) == 'u' && i + 6 < token.length()) {
        text.append((char) Integer.parseInt(token, i + 2, i + 6, 16));
        i += 5;
      } else {
        text.append(token.charAt(++i));
      }
    }
    return text.toString();
  }

  IllegalArgumentException wrong(String expected) {
    int line = lines.isEmpty() ? 1 : lines.get(Math.min(next, lines.size() - 1));
    return new IllegalArgumentException(
        "line %d: %s, must be %s"
            .formatted(line, atEnd() ? "the text ends" : "\"" + peek() + "\"", expected));
  }
}
