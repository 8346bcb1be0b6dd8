package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;

/** The value of each key in a table, or another value where the key is not there. */
public final class HashtableFind implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("HASHTABLE_FIND")
        .operand("resource", Types.RESOURCE)
        .operand("keys", Types.KEY)
        .operand("otherwise", Types.KEY)
        .result("values");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var otherwise = b.reshape(call.operand("otherwise"), Shape.SCALAR);
    return call.table("resource").find(call.operand("keys"), otherwise, b);
  }
}
