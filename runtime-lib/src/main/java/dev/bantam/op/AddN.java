package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The sum of any number of tensors, added one after the other. */
public final class AddN implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("ADD_N").variadic("xs", Types.of(DType.F32, DType.I32)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return call.operands("xs").stream()
        .reduce(b::add)
        .orElseThrow(() -> call.refuse("no inputs, must be at least 1"));
  }
}
