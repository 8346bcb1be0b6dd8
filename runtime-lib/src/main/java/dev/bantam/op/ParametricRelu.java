package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** {@code x} where it is not negative, {@code alpha * x} elsewhere; alpha broadcasts. */
public final class ParametricRelu implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("PRELU")
        .operand("x", Types.union(Types.FLOAT, Types.QUANTIZED))
        .operand("alpha", Types.union(Types.FLOAT, Types.QUANTIZED))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var alpha = call.operand("alpha");
    if (x.type().dtype().isFloat()) return b.select(b.lt(x, b.like(x, 0.0)), b.mul(x, alpha), x);
    var from = call.quantization("x");
    var ofAlpha = call.quantization("alpha");
    var to = call.resultQuantization(0);
    var centred = Rescaling.centred(x, from, b);
    double identity = (double) from.scale() / to.scale();
    double slope = (double) from.scale() * ofAlpha.scale() / to.scale();
    var product = b.mul(centred, Rescaling.centred(alpha, ofAlpha, b));
    var negative = Rescaling.scaled(product, slope, b);
    var positive = Rescaling.scaled(centred, identity, b);
    var chosen = b.select(b.lt(centred, b.like(centred, 0L)), negative, positive);
    return Activation.NONE.quantize(
        b.add(chosen, b.like(chosen, to.zeroPoint())), to, x.type().dtype(), b);
  }
}
