package dev.bantam.npz;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an array's header says: {@code {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }}.
 *
 * @param width bytes of one element; of strings, their fixed length
 */
record NpyHeader(DType dtype, int width, boolean bigEndian, boolean fortran, Shape shape) {
  private static final Pattern DESCRIPTION =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final int MOST_RANK = 32;
  private static final int LONGEST_STRING = 1 << 20;

  private static final Map<String, DType> TYPES =
      Map.ofEntries(
          Map.entry("b1", DType.BOOL),
          Map.entry("?", DType.BOOL),
          Map.entry("i1", DType.I8),
          Map.entry("i2", DType.I16),
          Map.entry("i4", DType.I32),
          Map.entry("i8", DType.I64),
          Map.entry("u1", DType.U8),
          Map.entry("u2", DType.U16),
          Map.entry("u4", DType.U32),
          Map.entry("u8", DType.U64),
          Map.entry("f2", DType.F16),
          Map.entry("f4", DType.F32),
          Map.entry("f8", DType.F64),
          Map.entry("c8", DType.C64),
          Map.entry("c16", DType.C128));

  static NpyHeader parse(String place, String text) {
    var description = DESCRIPTION.matcher(text);
    var order = ORDER.matcher(text);
    var shape = SHAPE.matcher(text);
    if (!description.find() || !order.find() || !shape.find()) {
      throw NpzException.invalid(
          place, "the header \"%s\" lacks a plain descr, fortran_order or shape", text.strip());
    }
    boolean bigEndian = description.group(1).equals(">");
    var name = description.group(2) + description.group(3);
    boolean fortran = order.group(1).equals("True");
    var extents = shape(place, shape.group(1));
    if (description.group(2).equals("S")) {
      return new NpyHeader(
          DType.STR, stringWidth(place, description.group(3)), false, fortran, extents);
    }
    var dtype = TYPES.get(name);
    if (dtype == null) {
      throw NpzException.invalid(
          place,
          "elements are \"%s\", must be bool, integers, floats, complex numbers or bytes (S)",
          name);
    }
    return new NpyHeader(dtype, dtype.bytes(), bigEndian, fortran, extents);
  }

  private static int stringWidth(String place, String digits) {
    int width = digits.isEmpty() || digits.length() > 8 ? 0 : Integer.parseInt(digits);
    if (width > LONGEST_STRING || digits.length() > 8) {
      throw NpzException.tooLarge(place, "strings of %s bytes, at most %d", digits, LONGEST_STRING);
    }
    return width;
  }

  private static Shape shape(String place, String text) {
    List<Integer> extents = new ArrayList<>();
    for (var part : text.split(",", -1)) {
      if (part.isBlank()) continue;
      try {
        extents.add(Integer.parseInt(part.strip()));
      } catch (NumberFormatException e) {
        throw new NpzException(
            dev.bantam.error.ErrorCode.INVALID_DATASET,
            place,
            "extent \"%s\" is none".formatted(part.strip()),
            e);
      }
    }
    if (extents.size() > MOST_RANK)
      throw NpzException.invalid(place, "rank %d, at most %d", extents.size(), MOST_RANK);
    try {
      var shape = new Shape(extents);
      shape.elements();
      return shape;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new NpzException(
          dev.bantam.error.ErrorCode.INVALID_DATASET,
          place,
          "shape (%s) is none".formatted(text.strip()),
          e);
    }
  }

  long bytes(String place) {
    try {
      return Math.multiplyExact(shape.elements(), (long) width);
    } catch (ArithmeticException e) {
      throw new NpzException(
          dev.bantam.error.ErrorCode.TOO_LARGE,
          place,
          "shape %s has too many bytes".formatted(shape),
          e);
    }
  }

  static String text(DType dtype, int stringWidth, Shape shape) {
    var name =
        dtype == DType.STR
            ? "|S" + Math.max(stringWidth, 1)
            : TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == dtype && entry.getKey().length() > 1)
                .map(entry -> (dtype.bytes() == 1 ? "|" : "<") + entry.getKey())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(dtype + " has no NumPy type"));
    var extents = new StringBuilder("(");
    for (int extent : shape.extents()) extents.append(extent).append(", ");
    return "{'descr': '%s', 'fortran_order': False, 'shape': %s), }"
        .formatted(name, extents.toString().stripTrailing());
  }
}
