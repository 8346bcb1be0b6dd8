package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/**
 * {@code exp} of numbers that are not positive, in fixed point of 32 bits: a polynomial on the last
 * quarter, times a constant for each bit above it.
 */
final class NegativeExponential {
  /** {@code exp(-2^i)} in Q0.31, for i from -2 to 4. */
  private static final int[] FACTORS = {
    1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242
  };

  /** {@code exp(-1/8)} and {@code 1/3} in Q0.31. */
  private static final int EXP_OF_MINUS_EIGHTH = 1895147668;

  private static final int THIRD = 715827883;

  private NegativeExponential() {}

  /** Of {@code x} with that many integer bits; the result is in Q0.31, with 1 as the greatest. */
  static Value of(Value x, int integerBits, ProgramBuilder b) {
    int fractionBits = 31 - integerBits;
    long quarter = 1L << (fractionBits - 2);
    var inQuarter = b.binary(Fn2.AND, x, b.like(x, quarter - 1));
    var negative = b.add(inQuarter, b.like(x, -quarter));
    var power = onLastQuarter(b.mul(negative, b.like(x, 1L << integerBits)), b);
    var rest = b.sub(negative, x);
    for (int i = 0; i < FACTORS.length && i - 2 < integerBits; i++) {
      var bit = b.binary(Fn2.AND, rest, b.like(x, 1L << (fractionBits + i - 2)));
      var less =
          FixedPoint.srdhm(b, power, b.broadcast(b.like(x, (long) FACTORS[i]), x.type().shape()));
      power = b.select(b.eq(bit, b.like(x, 0L)), power, less);
    }
    return b.select(b.eq(x, b.like(x, 0L)), b.like(x, (long) Integer.MAX_VALUE), power);
  }

  /** On {@code [-1/4, 0)}, by the series around -1/8. */
  private static Value onLastQuarter(Value x, ProgramBuilder b) {
    var t = b.add(x, b.like(x, 1L << 28));
    var t2 = FixedPoint.srdhm(b, t, t);
    var t3 = FixedPoint.srdhm(b, t2, t);
    var t4 = FixedPoint.srdhm(b, t2, t2);
    var third = b.broadcast(b.like(x, (long) THIRD), x.type().shape());
    var start = b.broadcast(b.like(x, (long) EXP_OF_MINUS_EIGHTH), x.type().shape());
    var inner = FixedPoint.srdhm(b, b.add(Rescaling.shifted(t4, 2, b), t3), third);
    var series = Rescaling.shifted(b.add(inner, t2), 1, b);
    return b.add(start, FixedPoint.srdhm(b, start, b.add(t, series)));
  }
}
