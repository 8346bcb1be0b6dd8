package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.SortedSet;

/** The mean over axes. That of plain integers is truncated. */
public final class Mean implements Operator.Single<Reduction.Options> {
  @Override
  public Signature signature() {
    return Signature.of("MEAN")
        .operand("x", Types.union(Types.union(Types.FLOAT, Types.QUANTIZED), Types.INDEX))
        .operand("axes", Types.INDEX)
        .result("y");
  }

  @Override
  public Reduction.Options attributes(Attributes raw) {
    return new Reduction.Options(raw.flag("keep_dims", false));
  }

  @Override
  public Value lower(Call<Reduction.Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var axes = Axes.of(call, call.constant("axes"), x);
    long count = 1;
    for (int axis : axes) count *= x.type().extent(axis);
    return Reduction.kept(mean(call, x, axes, count, b), x, axes, call.attributes().keepsAxes(), b);
  }

  private static Value mean(
      Call<?> call, Value x, SortedSet<Integer> axes, long count, ProgramBuilder b) {
    var dtype = x.type().dtype();
    if (dtype.isFloat()) {
      var sum = b.reduce(Fold.ADD, Reals.wide(x, b), axes);
      return b.convert(b.div(sum, b.like(sum, (double) count)), dtype);
    }
    if (Types.QUANTIZED.contains(dtype) && call.isQuantized("x"))
      return quantized(call, x, axes, count, b);
    var sum = b.reduce(Fold.ADD, b.convert(x, DType.I64), axes);
    return b.convert(b.div(sum, b.like(sum, count)), dtype);
  }

  private static Value quantized(
      Call<?> call, Value x, SortedSet<Integer> axes, long count, ProgramBuilder b) {
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    var sum = b.reduce(Fold.ADD, b.convert(x, DType.I32), axes);
    var centred = b.add(sum, b.like(sum, -from.zeroPoint() * count));
    var multiplier = Multiplier.of((double) from.scale() / to.scale());
    int bits = 63 - Long.numberOfLeadingZeros(Math.max(count, 1));
    int moved = Math.min(Math.min(bits, 32), 31 + multiplier.shift());
    long value = ((long) multiplier.value() << moved) / Math.max(count, 1);
    var mean =
        FixedPoint.mbqm(
            b,
            centred,
            b.constant(DType.I32, value),
            b.constant(DType.I32, (long) multiplier.shift() - moved));
    return Activation.NONE.quantize(
        b.add(mean, b.like(mean, to.zeroPoint())), to, x.type().dtype(), b);
  }
}
