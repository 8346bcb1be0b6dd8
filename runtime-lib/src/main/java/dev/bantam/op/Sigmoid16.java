package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Logistic function and hyperbolic tangent of {@code i16} with any scale, by a table of 256 entries
 * with straight lines between them and odd symmetry. The results stand for {@code y / 32768}.
 */
final class Sigmoid16 {
  /** The input is scaled to 3 integer bits, and by 3 / 4 so that the table reaches to 10.7. */
  private static final double STEPS_PER_UNIT = 4096.0 * 3.0;

  private static final int ENTRIES = 256;

  private Sigmoid16() {}

  /** How an input is brought to the table's steps: {@code (x * factor + round) >> shift}. */
  private record Steps(int factor, int shift) {
    /**
     * @param most powers of two above the table's own scale that are exact
     */
    static Steps of(float scale, int most) {
      int exponent = Math.getExponent(scale);
      int left = 12 + exponent;
      if (scale == Math.scalb(1f, exponent) && left >= 0 && left <= most) {
        return new Steps(3 << left, 0);
      }
      double factor = scale * STEPS_PER_UNIT;
      int shift = 0;
      while (factor <= Short.MAX_VALUE / 2.0 && shift <= 30) {
        shift++;
        factor *= 2;
      }
      return new Steps((int) factor, shift);
    }

    Value apply(ProgramBuilder b, Value x) {
      var product = b.mul(b.convert(x, DType.I32), factor);
      if (shift == 0) return product;
      return right(b, b.add(product, 1 << (shift - 1)), shift);
    }
  }

  static Value logistic(ProgramBuilder b, Value x, float scale) {
    var steps = Steps.of(scale, 0).apply(b, x);
    var y = interpolated(b, steps, 9, 0x7FFF << 10);
    var positive = b.add(y, 1 << 9);
    var negative = b.add(b.neg(y), (1 << 25) + (1 << 9) - 1);
    return b.convert(right(b, bySign(b, steps, positive, negative), 10), DType.I16);
  }

  static Value tanh(ProgramBuilder b, Value x, float scale) {
    var steps = Steps.of(scale, 1).apply(b, x);
    var y = interpolated(b, steps, 8, 0xFFFF << 8);
    var positive = b.add(y, (1 << 7) - (1 << 23));
    var negative = b.add(b.neg(y), (1 << 23) + (1 << 7) - 1);
    return b.convert(right(b, bySign(b, steps, positive, negative), 8), DType.I16);
  }

  /** The line between two entries, with {@code bits} of fraction; {@code most} beyond the table. */
  private static Value interpolated(ProgramBuilder b, Value steps, int bits, int most) {
    var magnitude = b.unary(Fn1.ABS, steps);
    var index = right(b, magnitude, bits);
    var table = table(b);
    var low = b.gather(table, index, 0);
    var high = b.gather(table, b.add(index, 1), 0);
    var fraction = b.binary(Fn2.AND, magnitude, b.constant(DType.I32, (1L << bits) - 1));
    var left = b.binary(Fn2.SHL, low, b.constant(DType.I32, (long) bits));
    var line = b.add(left, b.mul(fraction, b.sub(high, low)));
    var within = b.lt(index, b.constant(DType.I32, ENTRIES - 1L));
    return b.select(within, line, b.constant(DType.I32, (long) most));
  }

  private static Value bySign(ProgramBuilder b, Value steps, Value positive, Value negative) {
    return b.select(b.lt(steps, b.constant(DType.I32, 0L)), negative, positive);
  }

  private static Value right(ProgramBuilder b, Value x, int count) {
    return b.binary(Fn2.SHR, x, b.constant(DType.I32, (long) count));
  }

  /** About {@code 65536 * logistic(i / 24)}, but no rounding of it gives all of them. */
  private static Value table(ProgramBuilder b) {
    try (var file = Sigmoid16.class.getResourceAsStream("sigmoid-table.txt")) {
      var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      var entries = Arrays.stream(text.strip().split("[\\s,]+")).mapToInt(Integer::parseInt);
      return b.constant(Literal.of(Shape.of(ENTRIES), entries.toArray()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
