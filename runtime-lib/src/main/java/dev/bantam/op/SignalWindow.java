package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;

/** Frames of a signal times a window of fixed point, shifted down and saturated. */
public final class SignalWindow implements Operator.Single<Integer> {
  @Override
  public Signature signature() {
    return Signature.custom("SignalWindow")
        .operand("x", Types.Q16)
        .operand("weights", Types.Q16)
        .result("y");
  }

  /** How many bits the products are shifted down. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.of(raw, "shift", 31);
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("x");
    var weights = call.operand("weights");
    int size = weights.type().rank() == 1 ? weights.type().extent(0) : 0;
    if (size == 0 || x.type().elements() % size != 0)
      throw call.refuse(
          "x is %s and weights are %s, must be frames of [n]", x.type(), weights.type());
    int frames = Math.toIntExact(x.type().elements() / size);
    var wide = b.convert(b.reshape(x, frames, size), DType.I32);
    var product = b.mul(wide, b.convert(weights, DType.I32));
    var shifted = b.binary(Fn2.SHR, product, b.constant(DType.I32, (long) call.attributes()));
    var y = SignalBits.saturated(shifted, b);
    return b.reshape(y, new Shape(x.type().shape().extents()));
  }
}
