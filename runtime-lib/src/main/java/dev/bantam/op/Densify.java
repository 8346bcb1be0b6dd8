package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** A sparse constant as a dense one, which it already is when a file has been read. */
public final class Densify implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("DENSIFY").operand("x", Types.ANY).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return call.operand("x");
  }
}
