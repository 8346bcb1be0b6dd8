package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.List;

/** The softmax of {@code i16}, by tables of {@code exp} on [-10, 0] and of {@code 1 / (1 + x)}. */
final class ShortSoftmax {
  private static final float RANGE = 65535;

  private ShortSoftmax() {}

  /**
   * @param scale of x, times beta
   */
  static Value of(Value x, double scale, ProgramBuilder b) {
    var last = List.of(x.type().rank() - 1);
    var most = b.convert(b.reduceKeeping(Fold.MAX, x, last), DType.I32);
    var distance = b.sub(b.convert(x, DType.I32), most);
    var scaled = Rescaling.scaled(distance, scale / (10.0 / 65535.0), b);
    var power =
        b.convert(
            ShortTable.lookup(saturated(b.add(scaled, b.like(scaled, 32767L)), b), powers(b), b),
            DType.I32);
    var sum = b.reduceKeeping(Fold.ADD, power, last);
    var headroom = FixedPoint.clz(b, sum);
    var reciprocal = reciprocal(sum, headroom, b);
    var shape = x.type().shape();
    var product =
        b.mul(b.convert(power, DType.I64), b.broadcast(b.convert(reciprocal, DType.I64), shape));
    var bits = b.broadcast(b.convert(b.sub(b.like(headroom, 31L), headroom), DType.I64), shape);
    var half = b.binary(Fn2.SHL, b.like(bits, 1L), b.add(bits, b.like(bits, -1L)));
    var share = b.convert(b.binary(Fn2.SHR, b.add(product, half), bits), DType.I32);
    return b.convert(b.min(b.max(share, b.like(share, 0L)), b.like(share, 32767L)), DType.I16);
  }

  private static Value reciprocal(Value sum, Value headroom, ProgramBuilder b) {
    var wide = b.convert(sum, DType.I64);
    var count = b.convert(b.add(headroom, b.like(headroom, -1L)), DType.I64);
    var normal = b.add(b.binary(Fn2.SHL, wide, count), b.like(wide, 1L << 13));
    var fraction = b.convert(b.binary(Fn2.SHR, normal, b.like(normal, 14L)), DType.I32);
    var centred = b.add(fraction, b.like(fraction, -((1L << 15) + (1L << 16))));
    return ShortTable.lookup(saturated(centred, b), reciprocals(b), b);
  }

  private static Value saturated(Value x, ProgramBuilder b) {
    return b.min(b.max(x, b.like(x, (long) Short.MIN_VALUE)), b.like(x, (long) Short.MAX_VALUE));
  }

  private static Value powers(ProgramBuilder b) {
    return ShortTable.table(
        Quantization.perTensor(10f / RANGE, Short.MAX_VALUE),
        Quantization.perTensor(2f / RANGE, 0),
        b,
        x -> b.unary(Fn1.EXP, x));
  }

  private static Value reciprocals(ProgramBuilder b) {
    return ShortTable.table(
        Quantization.perTensor(1f / RANGE, Short.MIN_VALUE),
        Quantization.perTensor(2f / RANGE, 0),
        b,
        x -> b.div(b.like(x, 1.0), b.add(x, 1.0)));
  }
}
