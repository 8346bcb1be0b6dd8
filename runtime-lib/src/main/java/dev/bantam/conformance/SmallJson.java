package dev.bantam.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a JSON document into maps, lists, texts, doubles and booleans; {@code null} becomes the
 * text {@code "null"}. For the small files beside cases, so it is strict and knows no options.
 */
final class SmallJson {
  private static final int DEEPEST = 32;

  private final String text;
  private int next;

  private SmallJson(String text) {
    this.text = text;
  }

  /** The members of an object. */
  static Map<String, Object> object(String text) {
    var parser = new SmallJson(text);
    var value = parser.value(0);
    parser.space();
    if (parser.next < text.length() || !(value instanceof Map<?, ?> map)) {
      throw parser.wrong("one object");
    }
    var members = new LinkedHashMap<String, Object>();
    map.forEach((key, member) -> members.put((String) key, member));
    return members;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) throw wrong("at most " + DEEPEST + " levels");
    space();
    char first = next < text.length() ? text.charAt(next) : 0;
    return switch (first) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> members(int depth) {
    var members = new LinkedHashMap<String, Object>();
    next++;
    space();
    while (!accept('}')) {
      if (!members.isEmpty()) expect(',');
      space();
      var key = string();
      space();
      expect(':');
      members.put(key, value(depth + 1));
      space();
    }
    return members;
  }

  private List<Object> elements(int depth) {
    var elements = new ArrayList<>();
    next++;
    space();
    while (!accept(']')) {
      if (!elements.isEmpty()) expect(',');
      elements.add(value(depth + 1));
      space();
    }
    return elements;
  }

  private String string() {
    expect('"');
    var result = new StringBuilder();
    while (next < text.length() && text.charAt(next) != '"') {
      char c = text.charAt(next++);
      result.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return result.toString();
  }

  private char escaped() {
    if (next >= text.length()) throw wrong("an escaped character");
    char c = text.charAt(next++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        if (next + 4 > text.length()) throw wrong("four hexadecimal digits");
        int code = Integer.parseInt(text, next, next + 4, 16);
        next += 4;
        yield (char) code;
      }
      default -> c;
    };
  }

  private Object word() {
    int start = next;
    while (next < text.length() && "{}[],:\" \n\r\t".indexOf(text.charAt(next)) < 0) next++;
    var word = text.substring(start, next);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "null";
      default -> {
        try {
          yield Double.valueOf(word);
        } catch (NumberFormatException e) {
          throw wrong("a value");
        }
      }
    };
  }

  private void space() {
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) next++;
  }

  private boolean accept(char c) {
    if (next >= text.length() || text.charAt(next) != c) return false;
    next++;
    return true;
  }

  private void expect(char c) {
    if (!accept(c)) throw wrong("'" + c + "'");
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException(
        "JSON: at character %d must be %s".formatted(next, expected));
  }
}
