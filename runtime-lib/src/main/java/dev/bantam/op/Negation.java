package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The other sign; integers are negated as they are, whatever their scale. */
public final class Negation implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("NEG").operand("x", Types.NUMBER).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.neg(call.operand("x"));
  }
}
