package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The softmax of 8-bit integers in fixed point. The distance to the greatest element has 256
 * values, so the powers are a table; their sum is in Q12.19, and its reciprocal comes from Newton's
 * steps.
 */
final class QuantizedSoftmax {
  /** Integer bits of the scaled distance. */
  private static final int INTEGER_BITS = 5;

  /** Integer bits of the sum of powers. */
  private static final int SUM_BITS = 12;

  private QuantizedSoftmax() {}

  static Value of(Call<?> call, double beta, ProgramBuilder b) {
    var x = call.operand("x");
    double scale = beta * call.quantization("x").scale();
    if (x.type().dtype() == DType.I16) return ShortSoftmax.of(x, scale, b);
    var last = List.of(x.type().rank() - 1);
    var most = b.convert(b.reduceKeeping(Fold.MAX, x, last), DType.I32);
    var distance = b.sub(b.broadcast(most, x.type().shape()), b.convert(x, DType.I32));
    var powers = powers(scale, b);
    var power = b.gather(powers, distance, 0);
    var sum = b.reduceKeeping(Fold.ADD, Rescaling.shifted(power, SUM_BITS, b), last);
    return shares(call, power, sum, used(scale, b, distance), b);
  }

  /** {@code exp(-distance * scale)} in Q0.31 for each distance; 0 for those out of reach. */
  private static Value powers(double scale, ProgramBuilder b) {
    var distances = b.neg(b.iota(256, DType.I32));
    double real = Math.min(scale * (1L << (31 - INTEGER_BITS)), (1L << 31) - 1.0);
    var scaled =
        FixedPoint.mbqm(
            b, b.max(distances, b.like(distances, -radius(scale))), Multiplier.of(real));
    var powers = NegativeExponential.of(scaled, INTEGER_BITS, b);
    return b.select(used(scale, b, b.neg(distances)), powers, b.like(powers, 0L));
  }

  private static Value used(double scale, ProgramBuilder b, Value distance) {
    return b.lt(distance, b.like(distance, radius(scale) + 1));
  }

  /** The greatest distance whose scaled value fits. */
  private static long radius(double scale) {
    double real = Math.min(scale * (1L << (31 - INTEGER_BITS)), (1L << 31) - 1.0);
    int shift = Multiplier.of(real).shift();
    double most =
        ((1 << INTEGER_BITS) - 1.0) * (1L << (31 - INTEGER_BITS)) / Math.scalb(1.0, shift);
    return (long) Math.floor(most);
  }

  private static Value shares(Call<?> call, Value power, Value sum, Value used, ProgramBuilder b) {
    var dtype = call.resultType(0).dtype();
    var headroom = FixedPoint.clz(b, sum);
    var normal = b.binary(Fn2.SHL, sum, headroom);
    var fraction = b.binary(Fn2.XOR, normal, b.like(normal, DType.I32.lowest()));
    var reciprocal = Reciprocal.ofOnePlus(fraction, b);
    var bits = b.sub(b.like(headroom, (long) SUM_BITS + 31 - dtype.bits()), headroom);
    var product = FixedPoint.srdhm(b, b.broadcast(reciprocal, power.type().shape()), power);
    var share = FixedPoint.rdbpot(b, product, b.broadcast(bits, power.type().shape()));
    var moved = b.add(share, b.like(share, dtype.lowest()));
    var chosen = b.select(used, moved, b.like(moved, dtype.lowest()));
    var bounded =
        b.max(b.min(chosen, b.like(chosen, dtype.highest())), b.like(chosen, dtype.lowest()));
    return b.convert(bounded, dtype);
  }
}
