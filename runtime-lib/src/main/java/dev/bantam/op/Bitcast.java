package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The same bits as another type. */
public final class Bitcast implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("BITCAST").operand("x", Types.ANY).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.bitcast(call.operand("x"), call.resultType(0).dtype());
  }
}
