package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** Reciprocals in fixed point of 32 bits, by Newton's method. */
final class Reciprocal {
  /** {@code 48/17} and {@code -32/17} in Q2.29: the first guess is a line. */
  private static final int INTERCEPT = 1515870810;

  private static final int SLOPE = -1010580540;

  private Reciprocal() {}

  /** {@code 1 / (1 + x)} in Q0.31, of {@code x} in [0, 1) in Q0.31. */
  static Value ofOnePlus(Value x, ProgramBuilder b) {
    var half = halfSum(x, b);
    var guess =
        b.add(FixedPoint.srdhm(b, half, constant(x, SLOPE, b)), b.like(x, (long) INTERCEPT));
    for (int i = 0; i < 3; i++) {
      var product = FixedPoint.srdhm(b, half, guess);
      var rest = b.sub(b.like(x, 1L << 29), product);
      guess = b.add(guess, timesFour(FixedPoint.srdhm(b, guess, rest), b));
    }
    return saturatingDouble(guess, b);
  }

  /** {@code (x + 1) / 2}, halves away; 1 is the greatest {@code i32} here. */
  private static Value halfSum(Value x, ProgramBuilder b) {
    var wide = b.add(b.convert(x, DType.I64), b.constant(DType.I64, (long) Integer.MAX_VALUE + 1));
    return b.convert(b.div(wide, b.like(wide, 2L)), DType.I32);
  }

  private static Value timesFour(Value x, ProgramBuilder b) {
    return saturatingDouble(saturatingDouble(x, b), b);
  }

  private static Value saturatingDouble(Value x, ProgramBuilder b) {
    var high = b.like(x, (long) Integer.MAX_VALUE / 2);
    var low = b.like(x, (long) Integer.MIN_VALUE / 2);
    var doubled = b.binary(Fn2.SHL, x, b.broadcast(b.like(x, 1L), x.type().shape()));
    var above = b.select(b.lt(high, x), b.like(x, (long) Integer.MAX_VALUE), doubled);
    return b.select(b.lt(x, low), b.like(x, (long) Integer.MIN_VALUE), above);
  }

  private static Value constant(Value like, int value, ProgramBuilder b) {
    return b.broadcast(b.like(like, (long) value), like.type().shape());
  }
}
