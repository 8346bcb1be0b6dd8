package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** Zeros of a tensor's shape and type. */
public final class ZerosLike implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("ZEROS_LIKE").operand("x", Types.ANY).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var type = call.operand("x").type();
    return b.broadcast(b.constant(Literal.zeros(type.with(Shape.SCALAR))), type.shape());
  }
}
