package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/**
 * {@code 1 / sqrt(x)} of positive {@code i32} as a multiplier, {@code value * 2^(shift - 31)}, by
 * five of Newton's steps in Q3.28.
 */
record InverseRoot(Value value, Value shift) {
  private static final long HALF_OF_ROOT_2 = 1518500250;

  static InverseRoot of(Value x, ProgramBuilder b) {
    // An even number of bits up, so that two bits are left over the point.
    var leading = FixedPoint.clz(b, x);
    var large = b.lt(b.like(x, (1L << 29) - 1), x);
    var input = b.select(large, b.binary(Fn2.SHR, x, b.like(x, 2L)), x);
    var room = b.select(large, b.add(leading, b.like(x, 2L)), leading);
    var pairs =
        b.add(b.binary(Fn2.SHR, b.add(room, b.like(x, -1L)), b.like(x, 1L)), b.like(x, -1L));
    var normal = b.binary(Fn2.SHL, input, b.mul(pairs, b.like(x, 2L)));
    var exponent = b.sub(b.select(large, b.like(x, 12L), b.like(x, 11L)), pairs);
    var root = root(b.binary(Fn2.SHR, normal, b.like(x, 1L)), b);
    var value = product(root, HALF_OF_ROOT_2, b);
    var below = b.max(b.neg(exponent), b.like(x, 0L));
    var one = b.lt(x, b.like(x, 2L));
    return new InverseRoot(
        b.select(one, b.like(x, (long) Integer.MAX_VALUE), b.binary(Fn2.SHL, value, below)),
        b.select(one, b.like(x, 0L), b.neg(b.max(exponent, b.like(x, 0L)))));
  }

  /** Newton's steps from 1. */
  private static Value root(Value x, ProgramBuilder b) {
    var half = Rescaling.shifted(x, 1, b);
    var y = b.broadcast(b.like(x, 1L << 28), x.type().shape());
    for (int i = 0; i < 5; i++) {
      var cube = up(FixedPoint.srdhm(b, FixedPoint.srdhm(b, y, y), y), 6, b);
      var more = product(y, (1L << 28) + (1L << 27), b);
      y = up(b.sub(more, FixedPoint.srdhm(b, half, cube)), 3, b);
    }
    return y;
  }

  private static Value product(Value x, long constant, ProgramBuilder b) {
    return FixedPoint.srdhm(b, x, b.broadcast(b.like(x, constant), x.type().shape()));
  }

  /** Bits up, saturated. */
  private static Value up(Value x, int bits, ProgramBuilder b) {
    var high = b.like(x, (1L << (31 - bits)) - 1);
    var low = b.like(x, -(1L << (31 - bits)));
    var shifted = b.mul(x, b.like(x, 1L << bits));
    var above = b.select(b.lt(high, x), b.like(x, (long) Integer.MAX_VALUE), shifted);
    return b.select(b.lt(x, low), b.like(x, (long) Integer.MIN_VALUE), above);
  }
}
