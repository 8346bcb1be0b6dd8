package dev.bantam.conformance;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** Whether an output is what it should be, by the settings of its case. */
final class Comparison {
  private final CaseSettings settings;
  private double worst;

  Comparison(CaseSettings settings) {
    this.settings = settings;
  }

  /** The greatest difference so far. */
  double worst() {
    return worst;
  }

  /**
   * What is wrong with an output; empty if nothing.
   *
   * @param expected of the output's type, or as NumPy stands in for it
   * @param scaled whether the output's integers have a scale
   */
  Optional<String> mismatch(Literal expected, Literal actual, boolean scaled, boolean asSet) {
    if (!expected.type().shape().equals(actual.type().shape())) {
      return Optional.of(
          "shape is %s, must be %s".formatted(actual.type().shape(), expected.type().shape()));
    }
    if (expected.type().dtype() != actual.type().dtype()) {
      return Optional.of(
          "type is %s, must be %s".formatted(actual.type().dtype(), expected.type().dtype()));
    }
    var left = parts(expected);
    var right = parts(actual);
    return asSet ? rows(left, right, scaled) : elements(left, right, scaled);
  }

  /** Complex numbers are compared part by part, under one more axis. */
  private static Literal parts(Literal value) {
    var part =
        switch (value.type().dtype()) {
          case C64 -> DType.F32;
          case C128 -> DType.F64;
          default -> value.type().dtype();
        };
    if (part == value.type().dtype()) return value;
    var extents = Arrays.copyOf(value.type().shape().toArray(), value.type().rank() + 1);
    extents[extents.length - 1] = 2;
    return new Literal(new TensorType(part, Shape.of(extents)), value.bytes());
  }

  private Optional<String> elements(Literal expected, Literal actual, boolean scaled) {
    long differ = 0;
    long worstAt = -1;
    double worstDifference = -1;
    for (long i = 0; i < expected.elements(); i++) {
      double difference = difference(expected, i, actual, i);
      if (difference <= allowed(expected, i, scaled)) {
        worst = Math.max(worst, difference);
        continue;
      }
      differ++;
      // A difference that is no number is worse than any.
      double size = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
      worst = Math.max(worst, size);
      if (size > worstDifference) {
        worstDifference = size;
        worstAt = i;
      }
    }
    if (differ == 0) return Optional.empty();
    return Optional.of(
        "%d of %d elements differ, worst %s at %s (expected %s, got %s, allowed %s)"
            .formatted(
                differ,
                expected.elements(),
                number(worstDifference),
                index(expected.type().shape(), worstAt),
                text(expected, worstAt),
                text(actual, worstAt),
                number(allowed(expected, worstAt, scaled))));
  }

  private double difference(Literal a, long i, Literal b, long j) {
    return switch (a.type().dtype()) {
      case STR -> Arrays.equals(a.string(i), b.string(j)) ? 0 : 1;
      case F16, BF16, F32, F64 -> realDifference(a.real(i), b.real(j));
      case U64 ->
          a.integer(i) == b.integer(j) ? 0 : Math.max(1, realDifference(a.real(i), b.real(j)));
      case BOOL, I8, I16, I32, I64, U8, U16, U32, I4, I2, U4 ->
          a.integer(i) == b.integer(j)
              ? 0
              : Math.max(1, Math.abs((double) a.integer(i) - (double) b.integer(j)));
      case F8E4M3FN, F8E5M2, C64, C128, RESOURCE, VARIANT ->
          throw new IllegalArgumentException("elements of %s are not compared".formatted(a.type()));
    };
  }

  private static double realDifference(double a, double b) {
    boolean same = a == b || (Double.isNaN(a) && Double.isNaN(b));
    return same ? 0 : Math.abs(a - b);
  }

  private double allowed(Literal expected, long i, boolean scaled) {
    if (!expected.type().dtype().isFloat()) return scaled ? settings.steps() : 0;
    double size = Math.abs(expected.real(i));
    // Not a number, and infinity, allow nothing beside themselves.
    return Double.isFinite(size) ? settings.absolute() + settings.relative() * size : 0;
  }

  private Optional<String> rows(Literal expected, Literal actual, boolean scaled) {
    int count = expected.type().rank() == 0 ? 1 : expected.type().extent(0);
    long width = count == 0 ? 0 : expected.elements() / count;
    var taken = new BitSet();
    for (int row = 0; row < count; row++) {
      int match = 0;
      while (match < count
          && (taken.get(match) || !sameRow(expected, row, actual, match, width, scaled))) match++;
      if (match == count)
        return Optional.of("row %d of the expected set is missing".formatted(row));
      taken.set(match);
    }
    return Optional.empty();
  }

  private boolean sameRow(Literal a, int i, Literal b, int j, long width, boolean scaled) {
    for (long k = 0; k < width; k++) {
      double difference = difference(a, i * width + k, b, j * width + k);
      if (!(difference <= allowed(a, i * width + k, scaled))) return false;
    }
    return true;
  }

  private static String index(Shape shape, long element) {
    var strides = shape.strides();
    var index = new StringBuilder("[");
    for (int axis = 0; axis < strides.length; axis++) {
      long position = element / strides[axis] % Math.max(shape.extent(axis), 1);
      index.append(axis == 0 ? "" : ",").append(position);
    }
    return index.append(']').toString();
  }

  private static String text(Literal value, long i) {
    if (value.type().dtype() == DType.STR) {
      return "\"" + new String(value.string(i), StandardCharsets.ISO_8859_1) + "\"";
    }
    return value.type().dtype().isFloat() ? number(value.real(i)) : Long.toString(value.integer(i));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : "%.6g".formatted(value);
  }

  /** What NumPy has, as a value of the type that the model says. */
  static Literal adapted(Literal array, DType dtype) {
    var found = array.type().dtype();
    boolean bits = dtype == DType.BF16 && found == DType.U16;
    return bits ? new Literal(array.type().with(dtype), array.bytes()) : array;
  }
}
