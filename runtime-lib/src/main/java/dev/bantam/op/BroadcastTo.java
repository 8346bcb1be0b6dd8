package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;

/** Repeats axes of extent 1 until a tensor has the shape that is asked for. */
public final class BroadcastTo implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("BROADCAST_TO")
        .operand("x", Types.MOVED)
        .operand("shape", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.broadcast(call.operand("x"), Shape.of(call.constant("shape").toInts()));
  }
}
