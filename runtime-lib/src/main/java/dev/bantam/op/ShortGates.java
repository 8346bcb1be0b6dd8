package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The sigmoid and the hyperbolic tangent of 16-bit fixed point numbers, as integer recurrent
 * networks have them: a power by a polynomial and a constant for each bit, then a reciprocal by
 * Newton's method. Numbers are held in {@code i32}, so products need no care.
 */
final class ShortGates {
  private static final int ONE = 32767;

  /** {@code exp(-2^i)} in Q0.15, for i from -2 to 4. */
  private static final int[] FACTORS = {25520, 19875, 12055, 4435, 600, 11, 0};

  /** {@code exp(-1/8)} and {@code 1/3} in Q0.15. */
  private static final int EXP_OF_MINUS_EIGHTH = 28918;

  private static final int THIRD = 10923;

  /** {@code 48/17} and {@code -32/17} in Q2.13: the first guess of a reciprocal. */
  private static final int INTERCEPT = 23130;

  private static final int SLOPE = -15420;

  private ShortGates() {}

  /** Of {@code i16} in Q3.12, to Q0.15. */
  static Value logistic(Value x, ProgramBuilder b) {
    return b.composite(
        "logistic16",
        List.of(x),
        (p, v) -> {
          var wide = p.convert(v.getFirst(), DType.I32);
          var power = power(p.neg(p.unary(Fn1.ABS, wide)), 3, p);
          var positive = saturatingShift(reciprocal(power, p), 1, p);
          var negative = p.sub(p.like(wide, (long) ONE), positive);
          var zero = p.like(wide, 0L);
          var chosen = p.select(p.lt(zero, wide), positive, negative);
          return p.convert(p.select(p.eq(wide, zero), p.like(wide, 1L << 14), chosen), DType.I16);
        });
  }

  /** Of {@code i16} with that many integer bits, to Q0.15. */
  static Value tanh(Value x, int integerBits, ProgramBuilder b) {
    return b.composite(
        integerBits == 3 ? "tanh16" : "tanh16_" + integerBits,
        List.of(x),
        (p, v) -> {
          var wide = p.convert(v.getFirst(), DType.I32);
          // Twice the number is the same bits with one integer bit more.
          var power = power(p.neg(p.unary(Fn1.ABS, wide)), integerBits + 1, p);
          var less = p.add(reciprocal(power, p), p.like(wide, -(1L << 13)));
          var positive = saturatingShift(less, 2, p);
          var zero = p.like(wide, 0L);
          var chosen = p.select(p.lt(wide, zero), p.neg(positive), positive);
          return p.convert(p.select(p.eq(wide, zero), zero, chosen), DType.I16);
        });
  }

  /** {@code exp(x)} in Q0.15, of {@code x <= 0} with that many integer bits. */
  private static Value power(Value x, int integerBits, ProgramBuilder b) {
    int fractionBits = 15 - integerBits;
    long quarter = 1L << (fractionBits - 2);
    var negative = b.add(b.binary(Fn2.AND, x, b.like(x, quarter - 1)), b.like(x, -quarter));
    var power = onLastQuarter(b.mul(negative, b.like(x, 1L << integerBits)), b);
    var rest = b.sub(negative, x);
    for (int i = 0; i < FACTORS.length && i - 2 < integerBits; i++) {
      var bit = b.binary(Fn2.AND, rest, b.like(x, 1L << (fractionBits + i - 2)));
      var less = product(power, b.like(x, (long) FACTORS[i]), b);
      power = b.select(b.eq(bit, b.like(x, 0L)), power, less);
    }
    if (integerBits > 5) {
      var out = b.lt(x, b.like(x, -(1L << (fractionBits + 5))));
      power = b.select(out, b.like(x, 0L), power);
    }
    return b.select(b.eq(x, b.like(x, 0L)), b.like(x, (long) ONE), power);
  }

  /** On {@code [-1/4, 0)}, by the series around -1/8. */
  private static Value onLastQuarter(Value x, ProgramBuilder b) {
    var t = b.add(x, b.like(x, 1L << 12));
    var t2 = product(t, t, b);
    var t3 = product(t2, t, b);
    var t4 = product(t2, t2, b);
    var start = b.like(x, (long) EXP_OF_MINUS_EIGHTH);
    var inner = product(b.add(Rescaling.shifted(t4, 2, b), t3), b.like(x, (long) THIRD), b);
    var series = Rescaling.shifted(b.add(inner, t2), 1, b);
    return b.add(start, product(start, b.add(t, series), b));
  }

  /** {@code 2 / (1 + x)} in Q2.13, of {@code x} in [0, 1] in Q0.15; halves are rounded away. */
  private static Value reciprocal(Value x, ProgramBuilder b) {
    var half = b.binary(Fn2.SHR, b.add(x, b.like(x, ONE + 1L)), b.like(x, 1L));
    var guess = b.add(product(half, b.like(x, (long) SLOPE), b), b.like(x, (long) INTERCEPT));
    for (int i = 0; i < 3; i++) {
      var rest = b.sub(b.like(x, 1L << 13), product(half, guess, b));
      guess = b.add(guess, saturatingShift(product(guess, rest, b), 2, b));
    }
    return guess;
  }

  /** The high half of twice the product, rounded. */
  private static Value product(Value x, Value y, ProgramBuilder b) {
    var product = b.mul(x, y);
    return b.binary(Fn2.SHR, b.add(product, b.like(product, 1L << 14)), b.like(product, 15L));
  }

  private static Value saturatingShift(Value x, int bits, ProgramBuilder b) {
    var shifted = b.mul(x, b.like(x, 1L << bits));
    var above = b.max(shifted, b.like(shifted, (long) Short.MIN_VALUE));
    return b.min(above, b.like(shifted, (long) Short.MAX_VALUE));
  }
}
