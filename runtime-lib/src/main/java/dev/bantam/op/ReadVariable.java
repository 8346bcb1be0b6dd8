package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** What was last assigned to a variable. */
public final class ReadVariable implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("READ_VARIABLE").operand("resource", Types.RESOURCE).result("value");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.read(call.variable("resource"));
  }
}
