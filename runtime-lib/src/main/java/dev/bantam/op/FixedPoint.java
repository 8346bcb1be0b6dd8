package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * Integer arithmetic that quantized operators share, spelled out in 32 bits, so that every device
 * gives the same bits. Each is a composite: a device that has an instruction for it may use that.
 */
public final class FixedPoint {
  private FixedPoint() {}

  /**
   * Saturating rounding doubling high multiply, {@code (a * b + 2^30) >> 31}, of {@code i32}; the
   * one product that does not fit saturates.
   */
  public static Value srdhm(ProgramBuilder b, Value x, Value y) {
    return b.composite(
        "srdhm",
        List.of(x, y),
        (p, v) -> {
          var product = doublingHigh(p, v.get(0), v.get(1));
          var lowest = p.constant(DType.I32, DType.I32.lowest());
          var overflows = p.binary(Fn2.AND, p.eq(v.get(0), lowest), p.eq(v.get(1), lowest));
          return p.select(overflows, p.constant(DType.I32, DType.I32.highest()), product);
        });
  }

  /** Rounding divide by {@code 2^exponent}, ties away from zero; the exponent is in [0, 31]. */
  public static Value rdbpot(ProgramBuilder b, Value x, Value exponent) {
    return b.composite("rdbpot", List.of(x, exponent), (p, v) -> divide(p, v.get(0), v.get(1)));
  }

  /**
   * Requantization of {@code i32} with double rounding: {@code x * value * 2^(shift - 31)}. Value
   * and shift are those of {@link Multiplier}s, as scalars or in any shape that broadcasts.
   */
  public static Value mbqm(ProgramBuilder b, Value x, Value value, Value shift) {
    return b.composite(
        "mbqm",
        List.of(x, value, shift),
        (p, v) -> {
          var left = p.max(v.get(2), 0);
          var right = p.max(p.neg(v.get(2)), 0);
          // No multiplier is the lowest integer, so this product needs not saturate.
          var product = doublingHigh(p, p.binary(Fn2.SHL, v.get(0), left), v.get(1));
          return divide(p, product, right);
        });
  }

  /** {@link #mbqm} by one multiplier. */
  public static Value mbqm(ProgramBuilder b, Value x, Multiplier multiplier) {
    return mbqm(
        b,
        x,
        b.constant(DType.I32, (long) multiplier.value()),
        b.constant(DType.I32, (long) multiplier.shift()));
  }

  /** {@link #mbqm} by one multiplier for each index of the last axis. */
  public static Value mbqm(ProgramBuilder b, Value x, List<Multiplier> multipliers) {
    if (multipliers.stream().distinct().count() == 1) return mbqm(b, x, multipliers.getFirst());
    return mbqm(b, x, values(b, multipliers), shifts(b, multipliers));
  }

  /**
   * Requantization of an {@code i64} accumulator to {@code i32}, with a multiplier of 16 bits.
   * Value and shift as in {@link #mbqm}.
   */
  public static Value mbqm64(ProgramBuilder b, Value x, Value value, Value shift) {
    return b.composite(
        "mbqm64",
        List.of(x, value, shift),
        (p, v) -> {
          var rounded = p.binary(Fn2.SHR, p.add(v.get(1), 1 << 15), p.constant(DType.I32, 16L));
          var fits = p.lt(v.get(1), p.constant(DType.I32, 0x7FFF0000L));
          var factor = p.select(fits, rounded, p.constant(DType.I32, 0x7FFFL));
          var count = p.convert(p.sub(p.constant(DType.I32, 15L), v.get(2)), DType.I64);
          var half = p.binary(Fn2.SHL, p.constant(DType.I64, 1L), p.add(count, -1));
          var product = p.mul(v.get(0), p.convert(factor, DType.I64));
          return p.convert(p.binary(Fn2.SHR, p.add(product, half), count), DType.I32);
        });
  }

  /** {@link #mbqm64} by one multiplier for each index of the last axis, or by one. */
  public static Value mbqm64(ProgramBuilder b, Value x, List<Multiplier> multipliers) {
    if (multipliers.stream().distinct().count() == 1) {
      var one = multipliers.subList(0, 1);
      var scalar = Shape.SCALAR;
      return mbqm64(b, x, b.reshape(values(b, one), scalar), b.reshape(shifts(b, one), scalar));
    }
    return mbqm64(b, x, values(b, multipliers), shifts(b, multipliers));
  }

  /** How many leading bits of an {@code i32} or {@code u32} are 0; 32 for 0. */
  public static Value clz(ProgramBuilder b, Value x) {
    return b.composite(
        "clz",
        List.of(x),
        (p, v) -> {
          var rest = p.bitcast(v.getFirst(), DType.U32);
          var count = p.constant(DType.I32, 0L);
          for (int step = 16; step >= 1; step /= 2) {
            var empty = p.lt(rest, p.constant(DType.U32, 1L << (32 - step)));
            var by = p.select(empty, p.constant(DType.U32, (long) step), p.constant(DType.U32, 0L));
            rest = p.binary(Fn2.SHL, rest, by);
            count = p.add(count, p.bitcast(by, DType.I32));
          }
          var zero = p.eq(rest, p.constant(DType.U32, 0L));
          return p.add(count, p.convert(zero, DType.I32));
        });
  }

  /** The multipliers' values as an {@code i32} constant of one axis. */
  public static Value values(ProgramBuilder b, List<Multiplier> multipliers) {
    return b.constant(
        Literal.of(
            Shape.of(multipliers.size()),
            multipliers.stream().mapToInt(Multiplier::value).toArray()));
  }

  /** The multipliers' shifts as an {@code i32} constant of one axis. */
  public static Value shifts(ProgramBuilder b, List<Multiplier> multipliers) {
    return b.constant(
        Literal.of(
            Shape.of(multipliers.size()),
            multipliers.stream().mapToInt(Multiplier::shift).toArray()));
  }

  /** {@code (x * y + 2^30) >> 31} without the saturation. */
  private static Value doublingHigh(ProgramBuilder p, Value x, Value y) {
    var low = p.bitcast(p.mul(x, y), DType.U32);
    var rounded = p.add(low, 1 << 30);
    var carry = p.convert(p.lt(rounded, low), DType.I32);
    var high = p.add(p.binary(Fn2.MULHI, x, y), carry);
    var top = p.bitcast(p.binary(Fn2.SHR, rounded, p.constant(DType.U32, 31L)), DType.I32);
    return p.binary(Fn2.OR, p.binary(Fn2.SHL, high, p.constant(DType.I32, 1L)), top);
  }

  private static Value divide(ProgramBuilder p, Value x, Value exponent) {
    var one = p.constant(DType.I32, 1L);
    var mask = p.add(p.binary(Fn2.SHL, one, exponent), -1);
    var remainder = p.binary(Fn2.AND, x, mask);
    var negative = p.convert(p.lt(x, p.constant(DType.I32, 0L)), DType.I32);
    var threshold = p.add(p.binary(Fn2.SHR, mask, one), negative);
    var up = p.convert(p.lt(threshold, remainder), DType.I32);
    return p.add(p.binary(Fn2.SHR, x, exponent), up);
  }
}
