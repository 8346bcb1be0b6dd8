package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** One tensor to the power of another. */
public final class Power implements Operator.Plain {
  @Override
  public Signature signature() {
    var types = Types.of(DType.F32, DType.I32, DType.I64);
    return Signature.of("POW").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.binary(Fn2.POW, call.operand("x"), call.operand("y"));
  }
}
