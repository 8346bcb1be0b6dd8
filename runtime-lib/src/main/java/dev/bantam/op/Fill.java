package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;

/** One value in every place of a shape. */
public final class Fill implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("FILL")
        .operand("shape", Types.INDEX)
        .operand("value", Types.MOVED)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var value = b.reshape(call.operand("value"), Shape.SCALAR);
    return b.broadcast(value, Shape.of(call.constant("shape").toInts()));
  }
}
