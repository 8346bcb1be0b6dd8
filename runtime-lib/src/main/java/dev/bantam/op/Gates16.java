package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Logistic function and hyperbolic tangent as the gates of integer recurrent networks compute them:
 * an exponential by squarings' factors, and a division by three steps of Newton's, all in 16 bits
 * held in {@code i32}. A value with n integer bits stands for {@code x / 2^(15 - n)}; results have
 * none.
 */
final class Gates16 {
  private static final int ONE = 32767;

  /** {@code exp(-2^i)} for i from -2 to 4, in 15 bits of fraction. */
  private static final int[] EXP_OF_MINUS_POWERS = {25520, 19875, 12055, 4435, 600, 11, 0};

  private static final int EXP_OF_MINUS_EIGHTH = 28918;
  private static final int THIRD = 10923;

  /** With two integer bits: 48 / 17, -32 / 17, and 1. */
  private static final int FIRST_GUESS = 23130;

  private static final int FIRST_SLOPE = -15420;
  private static final int ONE_OF_TWO_BITS = 8192;

  private Gates16() {}

  /** Of {@code i16} with three integer bits. */
  static Value logistic(ProgramBuilder b, Value x) {
    return b.composite(
        "logistic16",
        List.of(x),
        (p, v) -> {
          var wide = p.convert(v.getFirst(), DType.I32);
          var zero = p.constant(DType.I32, 0L);
          var magnitude = p.max(wide, p.neg(wide));
          var inverse = inverseOfOnePlus(p, exp(p, p.neg(magnitude), 3));
          var positive = saturated(p, left(p, inverse, 1));
          var negative = p.sub(p.constant(DType.I32, (long) ONE), positive);
          var signed = p.select(p.lt(zero, wide), positive, negative);
          var half = p.constant(DType.I32, 16384L);
          return p.convert(p.select(p.eq(wide, zero), half, signed), DType.I16);
        });
  }

  /** Of {@code i16} with so many integer bits, 0 to 6. */
  static Value tanh(ProgramBuilder b, Value x, int integerBits) {
    return b.composite(
        integerBits == 3 ? "tanh16" : "tanh16_q" + integerBits,
        List.of(x),
        (p, v) -> {
          var wide = p.convert(v.getFirst(), DType.I32);
          var zero = p.constant(DType.I32, 0L);
          var negative = p.lt(wide, zero);
          // Read with one integer bit more, the same integer is twice the value.
          var exp = exp(p, p.min(wide, p.neg(wide)), integerBits + 1);
          var difference = p.add(inverseOfOnePlus(p, exp), -ONE_OF_TWO_BITS);
          var magnitude = saturated(p, left(p, difference, 2));
          var signed = p.select(negative, p.neg(magnitude), magnitude);
          return p.convert(p.select(p.eq(wide, zero), zero, signed), DType.I16);
        });
  }

  /** {@code exp} of what is not positive. */
  private static Value exp(ProgramBuilder p, Value x, int integerBits) {
    int fraction = 15 - integerBits;
    int quarter = 1 << (fraction - 2);
    var rest = p.add(p.binary(Fn2.AND, x, p.constant(DType.I32, quarter - 1L)), -quarter);
    var result = expOfQuarter(p, left(p, rest, integerBits));
    var quarters = p.sub(rest, x);
    for (int power = -2; power <= 4 && power < integerBits; power++) {
      var bit = p.binary(Fn2.AND, quarters, p.constant(DType.I32, 1L << (fraction + power)));
      var factor = p.constant(DType.I32, (long) EXP_OF_MINUS_POWERS[power + 2]);
      var unset = p.eq(bit, p.constant(DType.I32, 0L));
      result = p.select(unset, result, product(p, result, factor));
    }
    if (integerBits > 5) {
      var small = p.lt(x, p.constant(DType.I32, -(1L << (fraction + 5))));
      result = p.select(small, p.constant(DType.I32, 0L), result);
    }
    var zero = p.eq(x, p.constant(DType.I32, 0L));
    return p.select(zero, p.constant(DType.I32, (long) ONE), result);
  }

  /** {@code exp} of [-1/4, 0) by four terms of its series around -1/8. */
  private static Value expOfQuarter(ProgramBuilder p, Value a) {
    var x = p.add(a, 1 << 12);
    var x2 = product(p, x, x);
    var x3 = product(p, x2, x);
    var x4 = product(p, x2, x2);
    var sixths = product(p, p.add(halved(p, x4, 2), x3), p.constant(DType.I32, (long) THIRD));
    var terms = p.add(x, halved(p, p.add(sixths, x2), 1));
    var factor = p.constant(DType.I32, (long) EXP_OF_MINUS_EIGHTH);
    return saturated(p, p.add(factor, product(p, factor, terms)));
  }

  /** {@code 2 / (1 + a)} with two integer bits, of [0, 1]. */
  private static Value inverseOfOnePlus(ProgramBuilder p, Value a) {
    var half = right(p, p.add(a, ONE + 1), 1);
    var slope = p.constant(DType.I32, (long) FIRST_SLOPE);
    var x = p.add(product(p, half, slope), FIRST_GUESS);
    for (int step = 0; step < 3; step++) {
      var error = p.add(p.neg(product(p, half, x)), ONE_OF_TWO_BITS);
      x = p.add(x, saturated(p, left(p, product(p, x, error), 2)));
    }
    return x;
  }

  /** Saturating rounding doubling high product of 16 bits. */
  private static Value product(ProgramBuilder p, Value x, Value y) {
    return p.min(right(p, p.add(p.mul(x, y), 1 << 14), 15), ONE);
  }

  /** Divided by {@code 2^count}, ties away from zero. */
  private static Value halved(ProgramBuilder p, Value x, int count) {
    return FixedPoint.rdbpot(p, x, p.constant(DType.I32, (long) count));
  }

  private static Value left(ProgramBuilder p, Value x, int count) {
    return p.binary(Fn2.SHL, x, p.constant(DType.I32, (long) count));
  }

  private static Value right(ProgramBuilder p, Value x, int count) {
    return p.binary(Fn2.SHR, x, p.constant(DType.I32, (long) count));
  }

  private static Value saturated(ProgramBuilder p, Value x) {
    return Derived.clamp(p, x, Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
