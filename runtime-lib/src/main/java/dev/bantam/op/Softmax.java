package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** {@code exp(beta * x)} along the last axis, so scaled that the sum is 1. */
public final class Softmax implements Operator.Single<Double> {
  @Override
  public Signature signature() {
    return Signature.of("SOFTMAX")
        .operand("x", Types.union(Types.QUANTIZED, Types.of(DType.F32, DType.F16, DType.BF16)))
        .result("y");
  }

  /** Beta. */
  @Override
  public Double attributes(Attributes raw) {
    return raw.real("beta", 0);
  }

  @Override
  public Value lower(Call<Double> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().rank() == 0) throw call.refuse("x is a scalar, must have an axis");
    double beta = call.attributes();
    if (!x.type().dtype().isFloat()) {
      if (call.resultType(0).dtype().isFloat())
        throw call.refuse("output 0 is %s, must be integers", call.resultType(0).dtype());
      return QuantizedSoftmax.of(call, beta, b);
    }
    var last = List.of(x.type().rank() - 1);
    var wide = Reals.wide(x, b);
    var most = b.reduceKeeping(Fold.MAX, wide, last);
    var scaled = b.mul(b.sub(wide, b.expand(most, wide.type().shape())), beta);
    var powers = b.unary(Fn1.EXP, scaled);
    var sum = b.reduceKeeping(Fold.ADD, powers, last);
    var rounded = b.convert(b.convert(powers, x.type().dtype()), wide.type().dtype());
    return b.convert(b.div(rounded, sum), x.type().dtype());
  }
}
