package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Literals as text: numbers in braces where they are few, their bytes in base 64 where they are
 * many.
 */
final class LiteralText {
  private static final int MOST_NUMBERS = 32;

  /** Enough for a person to recognise a constant by. */
  private static final int NUMBERS_SHOWN = 4;

  private LiteralText() {}

  /** Reads back as the same bytes. */
  static String exact(Literal literal) {
    boolean few = literal.type().shape().elements() <= MOST_NUMBERS;
    if (few && hasNumbers(literal)) return numbers(literal, literal.elements(), "");
    var bytes = literal.bytes().toArray(ValueLayout.JAVA_BYTE);
    return "base64 \"%s\"".formatted(Base64.getEncoder().encodeToString(bytes));
  }

  /** The first few numbers, for people. */
  static String abbreviated(Literal literal) {
    if (!hasNumbers(literal)) return "{%d bytes}".formatted(literal.bytes().byteSize());
    long shown = Math.min(literal.elements(), NUMBERS_SHOWN);
    long hidden = literal.elements() - shown;
    return numbers(literal, shown, hidden == 0 ? "" : ", .. %d more".formatted(hidden));
  }

  private static String numbers(Literal literal, long count, String end) {
    return LongStream.range(0, count)
        .mapToObj(i -> number(literal, i))
        .collect(Collectors.joining(", ", "{", end + "}"));
  }

  private static boolean hasNumbers(Literal literal) {
    return switch (literal.type().dtype().kind()) {
      case SIGNED, UNSIGNED, FLOAT -> true;
      // A file may hold other bytes than 0 and 1, and unused bits at the end of packed ones.
      case BOOL -> LongStream.range(0, literal.elements()).allMatch(i -> literal.integer(i) <= 1);
      case PACKED -> packed(literal).equals(literal);
      case MINIFLOAT, COMPLEX, HOST -> false;
    };
  }

  private static Literal packed(Literal literal) {
    var numbers =
        LongStream.range(0, literal.elements()).mapToObj(i -> number(literal, i)).toList();
    return read(literal.type(), numbers);
  }

  private static String number(Literal literal, long i) {
    var dtype = literal.type().dtype();
    return switch (dtype.kind()) {
      case BOOL -> literal.integer(i) != 0 ? "true" : "false";
      case SIGNED, PACKED -> Long.toString(literal.integer(i));
      case UNSIGNED -> Long.toUnsignedString(literal.integer(i));
      case FLOAT -> real(literal, i);
      case MINIFLOAT, COMPLEX, HOST -> throw new IllegalStateException("no number of " + dtype);
    };
  }

  private static String real(Literal literal, long i) {
    double value = literal.real(i);
    if (Double.isNaN(value)) return "0x" + Long.toHexString(bits(literal, i));
    if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
    return literal.type().dtype() == DType.F64
        ? Double.toString(value)
        : Float.toString((float) value);
  }

  private static long bits(Literal literal, long i) {
    return switch (literal.type().dtype().bits()) {
      case 16 -> Short.toUnsignedLong(literal.bytes().get(Literal.I16, 2 * i));
      case 32 -> Integer.toUnsignedLong(literal.bytes().get(Literal.I32, 4 * i));
      default -> literal.bytes().get(Literal.I64, 8 * i);
    };
  }

  /** Of numbers as {@link #exact} writes them. */
  static Literal read(TensorType type, List<String> numbers) {
    if (numbers.size() != type.elements()) {
      throw new IllegalArgumentException(
          "%d numbers for %s, must be %d".formatted(numbers.size(), type, type.elements()));
    }
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < numbers.size(); i++) write(segment, type.dtype(), i, numbers.get(i));
    return new Literal(type, segment);
  }

  /** Of bytes in base 64. */
  static Literal read(TensorType type, String base64) {
    return new Literal(type, MemorySegment.ofArray(Base64.getDecoder().decode(base64)));
  }

  private static void write(MemorySegment segment, DType dtype, int i, String number) {
    switch (dtype.kind()) {
      case BOOL -> segment.set(Literal.I8, i, (byte) (truth(number) ? 1 : 0));
      case SIGNED, UNSIGNED -> Literal.write(segment, dtype, i, 0, integer(dtype, number));
      case PACKED -> pack(segment, dtype, i, integer(dtype, number));
      case FLOAT -> {
        if (number.startsWith("0x")) writeBits(segment, dtype, i, number.substring(2));
        else Literal.write(segment, dtype, i, real(dtype, number), 0);
      }
      case MINIFLOAT, COMPLEX, HOST -> throw new IllegalArgumentException("no numbers of " + dtype);
    }
  }

  private static boolean truth(String word) {
    if (word.equals("true") || word.equals("false")) return word.equals("true");
    throw new IllegalArgumentException("\"%s\" must be true or false".formatted(word));
  }

  private static long integer(DType dtype, String number) {
    try {
      if (dtype == DType.U64) return Long.parseUnsignedLong(number);
      long value = Long.parseLong(number);
      if (value >= dtype.lowest() && value <= dtype.highest()) return value;
    } catch (NumberFormatException exception) {
      // Refused below, as one that is out of range.
    }
    throw new IllegalArgumentException("\"%s\" is no %s".formatted(number, dtype));
  }

  private static void pack(MemorySegment segment, DType dtype, int i, long value) {
    int perByte = 8 / dtype.bits();
    int low = dtype.bits() * (i % perByte);
    int mask = (1 << dtype.bits()) - 1;
    int before = segment.get(Literal.I8, i / perByte);
    segment.set(Literal.I8, i / perByte, (byte) (before | ((int) value & mask) << low));
  }

  private static double real(DType dtype, String number) {
    if (number.equals("inf")) return Double.POSITIVE_INFINITY;
    if (number.equals("-inf")) return Double.NEGATIVE_INFINITY;
    try {
      return dtype == DType.F64 ? Double.parseDouble(number) : Float.parseFloat(number);
    } catch (NumberFormatException exception) {
      throw new IllegalArgumentException("\"%s\" is no %s".formatted(number, dtype), exception);
    }
  }

  private static void writeBits(MemorySegment segment, DType dtype, int i, String hex) {
    long bits = Long.parseUnsignedLong(hex, 16);
    switch (dtype.bits()) {
      case 16 -> segment.set(Literal.I16, 2L * i, (short) bits);
      case 32 -> segment.set(Literal.I32, 4L * i, (int) bits);
      default -> segment.set(Literal.I64, 8L * i, bits);
    }
  }
}
