package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** {@code x} where it is positive, {@code alpha * x} elsewhere. */
public final class LeakyRelu implements Operator.Single<Double> {
  @Override
  public Signature signature() {
    return Signature.of("LEAKY_RELU")
        .operand("x", Types.union(Types.FLOAT, Types.QUANTIZED))
        .result("y");
  }

  @Override
  public Double attributes(Attributes raw) {
    return raw.real("alpha", 0);
  }

  @Override
  public Value lower(Call<Double> call, ProgramBuilder b) {
    var x = call.operand("x");
    double alpha = call.attributes();
    if (x.type().dtype().isFloat()) return b.select(b.lt(b.like(x, 0.0), x), x, b.mul(x, alpha));
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    double identity = (double) from.scale() / to.scale();
    double slope = (double) from.scale() * (float) alpha / to.scale();
    var centred = Rescaling.centred(x, from, b);
    var positive = Rescaling.scaled(centred, identity, b);
    var negative = Rescaling.scaled(centred, slope, b);
    var chosen = b.select(b.lt(centred, b.like(centred, 0L)), negative, positive);
    return Activation.NONE.quantize(
        b.add(chosen, b.like(chosen, to.zeroPoint())), to, x.type().dtype(), b);
  }
}
