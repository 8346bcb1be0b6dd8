package dev.bantam.op;

import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.List;

/** Layer normalization of {@code i16} rows, in integers. */
final class ShortLayerNorm {
  /** Means and coefficients carry ten bits behind the point. */
  private static final long FRACTION = 1024;

  private static final long SQUARE = 1L << 20;

  private ShortLayerNorm() {}

  /**
   * @param scale of the coefficients
   */
  static Value of(Value x, Literal coefficients, Literal bias, double scale, ProgramBuilder b) {
    var last = List.of(x.type().rank() - 1);
    long count = x.type().extent(x.type().rank() - 1);
    var wide = b.convert(x, DType.I64);
    var sum = b.reduceKeeping(Fold.ADD, wide, last);
    var squares = b.reduceKeeping(Fold.ADD, b.mul(wide, wide), last);
    var mean = b.div(b.mul(sum, b.like(sum, FRACTION)), b.like(sum, count));
    var difference = b.sub(b.mul(squares, b.like(squares, SQUARE / count)), b.mul(mean, mean));
    var variance = b.convert(b.div(difference, b.like(difference, SQUARE)), DType.I32);
    long guard = Math.max(1, (long) (10000 * (float) scale));
    var guarded = b.select(b.lt(variance, b.like(variance, 1L)), b.like(variance, guard), variance);
    var inverse = InverseRoot.of(guarded, b);
    var centred =
        b.sub(
            b.mul(b.convert(x, DType.I32), b.constant(DType.I32, FRACTION)),
            b.convert(mean, DType.I32));
    var normal =
        FixedPoint.mbqm(
            b,
            centred,
            b.broadcast(inverse.value(), x.type().shape()),
            b.broadcast(inverse.shift(), x.type().shape()));
    var weighted =
        b.add(
            b.convert(b.mul(normal, b.convert(b.constant(coefficients), DType.I32)), DType.I64),
            b.convert(b.constant(bias), DType.I64));
    return finished(weighted, scale, b);
  }

  private static Value finished(Value weighted, double scale, ProgramBuilder b) {
    var half =
        b.select(
            b.lt(b.like(weighted, 0L), weighted),
            b.like(weighted, FRACTION / 2),
            b.like(weighted, -FRACTION / 2));
    var rounded = b.convert(b.div(b.add(weighted, half), b.like(weighted, FRACTION)), DType.I32);
    var scaled = Rescaling.scaled(rounded, Math.scalb(scale, 12), b);
    var above = b.max(scaled, b.like(scaled, (long) Short.MIN_VALUE));
    return b.convert(b.min(above, b.like(scaled, (long) Short.MAX_VALUE)), DType.I16);
  }
}
