package dev.bantam.graph;

import dev.bantam.type.Bytes;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** How values stand in the text of a graph. */
final class ValueText {
  private static final int MOST_SPELLED = 16;
  private static final int MOST_SHOWN = 8;
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  private final boolean exact;

  ValueText(boolean exact) {
    this.exact = exact;
  }

  /** A text with escapes, in double quotes. */
  static String quoted(String text) {
    var result = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        result.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        result.append("\\u%04x".formatted((int) c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }

  String bytes(Bytes bytes) {
    if (!exact && bytes.size() > MOST_SHOWN) return bytes.toString();
    return base64(bytes);
  }

  private static String base64(Bytes bytes) {
    return "base64 \"" + Base64.getEncoder().encodeToString(bytes.toArray()) + "\"";
  }

  String literal(Literal value) {
    var dtype = value.type().dtype();
    boolean spelled = dtype == DType.BOOL || dtype.isInteger() || isPlainFloat(value);
    if (spelled && value.elements() <= MOST_SPELLED) return elements(value, value.elements());
    if (exact) return base64(new Bytes(value.bytes()));
    return switch (dtype) {
      case BOOL, I8, I16, I32, I64, U8, U16, U32, U64, I4, I2, U4, F16, BF16, F32, F64, STR ->
          abbreviated(value);
      case F8E4M3FN, F8E5M2, C64, C128, RESOURCE, VARIANT -> value.bytes().byteSize() + " bytes";
    };
  }

  private static String abbreviated(Literal value) {
    long shown = Math.min(value.elements(), MOST_SHOWN);
    var text = elements(value, shown);
    if (shown == value.elements()) return text;
    return text.substring(0, text.length() - 1)
        + ", ... %d more]".formatted(value.elements() - shown);
  }

  private static String elements(Literal value, long count) {
    return LongStream.range(0, count)
        .mapToObj(i -> element(value, i))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String element(Literal value, long i) {
    return switch (value.type().dtype()) {
      case F32, F16, BF16 -> Float.toString((float) value.real(i));
      case F64 -> Double.toString(value.real(i));
      case U64 -> Long.toUnsignedString(value.integer(i));
      case STR -> quoted(new String(value.string(i), StandardCharsets.UTF_8));
      default -> Long.toString(value.integer(i));
    };
  }

  /**
   * A float whose digits are the whole of it: not one that is no number, whose bits would be lost.
   */
  private static boolean isPlainFloat(Literal value) {
    boolean wide = value.type().dtype() == DType.F32 || value.type().dtype() == DType.F64;
    if (!wide || value.elements() > MOST_SPELLED) return false;
    for (long i = 0; i < value.elements(); i++) {
      if (Double.isNaN(value.real(i))) return false;
    }
    return true;
  }

  String attributes(Attributes attributes) {
    return attributes.values().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + value(entry.getValue()))
        .collect(Collectors.joining(", ", attributes.table() + " {", "}"));
  }

  private String value(Object value) {
    return switch (value) {
      case String text when isWord(text) -> text;
      case String text -> quoted(text);
      case Bytes bytes -> bytes(bytes);
      case List<?> list ->
          list.stream().map(this::value).collect(Collectors.joining(", ", "[", "]"));
      case Attributes nested -> attributes(nested);
      default -> value.toString(); // Long, Double, Boolean
    };
  }

  private static boolean isWord(String text) {
    return WORD.matcher(text).matches()
        && !text.equals("true")
        && !text.equals("false")
        && !text.equals("base64")
        && !text.equals("NaN")
        && !text.equals("Infinity");
  }
}
