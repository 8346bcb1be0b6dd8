package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** How many keys a table has. */
public final class HashtableSize implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("HASHTABLE_SIZE").operand("resource", Types.RESOURCE).result("size");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.reshape(call.table("resource").size(b), 1);
  }
}
