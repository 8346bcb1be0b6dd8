package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The magnitude. */
public final class Absolute implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("ABS")
        .operand("x", Types.union(Types.union(Types.FLOAT, Types.QUANTIZED), Types.INDEX))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (!Types.QUANTIZED.contains(x.type().dtype()) || !call.isQuantized("x"))
      return b.unary(Fn1.ABS, x);
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    return Rescaling.requantize(
        b.unary(Fn1.ABS, Rescaling.centred(x, from, b)),
        new double[] {(double) from.scale() / to.scale()},
        to,
        x.type().dtype(),
        Activation.NONE,
        b);
  }
}
