package dev.bantam.prim;

/** The text of a program, a token after the other. */
final class Tokens {
  private final String text;
  private int at;
  private int line = 1;

  Tokens(String text) {
    this.text = text;
    skip();
  }

  static boolean isOfWord(int c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Whether the symbol is next. */
  boolean at(String symbol) {
    return text.startsWith(symbol, at);
  }

  /** Takes the symbol if it is next. */
  boolean take(String symbol) {
    if (!text.startsWith(symbol, at)) return false;
    int end = at + symbol.length();
    boolean word = isOfWord(symbol.charAt(symbol.length() - 1));
    if (word && end < text.length() && isOfWord(text.charAt(end))) return false;
    at = end;
    skip();
    return true;
  }

  void expect(String symbol) {
    if (!take(symbol)) throw refuse("\"%s\", must be \"%s\"", rest(), symbol);
  }

  /** A word, or a number with its sign, point and exponent. */
  String word() {
    int start = at;
    while (at < text.length() && isOfNumber(text.charAt(at))) at++;
    if (at == start) throw refuse("\"%s\", must be a word", rest());
    var word = text.substring(start, at);
    skip();
    return word;
  }

  private static boolean isOfNumber(char c) {
    return isOfWord(c) || c == '.' || c == '-' || c == '+';
  }

  int integer() {
    var word = word();
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException exception) {
      throw refuse("\"%s\", must be an integer", word);
    }
  }

  /** A name behind its sigil: a word, or in quotes. */
  String name(String sigil) {
    expect(sigil);
    return text.startsWith("\"", at) ? string() : word();
  }

  /** What stands between quotes. */
  String string() {
    if (!text.startsWith("\"", at)) throw refuse("\"%s\", must be in quotes", rest());
    var string = new StringBuilder();
    for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      string.append(c == '\\' && at + 1 < text.length() ? escape(text.charAt(++at)) : c);
    }
    if (atEnd()) throw refuse("a text without end, must end with a quote");
    at++;
    skip();
    return string.toString();
  }

  private static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }

  ProgramException refuse(String problem, Object... details) {
    return new ProgramException("line " + line, problem, details);
  }

  private String rest() {
    int end = at;
    while (end < text.length() && end - at < 20 && text.charAt(end) != '\n') end++;
    return text.substring(at, end);
  }

  /** White space, and comments to the end of their line. */
  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') line++;
      if (text.startsWith("//", at)) {
        while (at < text.length() && text.charAt(at) != '\n') at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        return;
      }
    }
  }
}
