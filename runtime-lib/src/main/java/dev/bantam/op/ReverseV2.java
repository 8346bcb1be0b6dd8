package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Reverses axes. */
public final class ReverseV2 implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("REVERSE_V2")
        .operand("x", Types.MOVED)
        .operand("axes", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    return b.flip(x, Axes.of(call, call.constant("axes"), x));
  }
}
