package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** -1, 0 or 1; 0 for NaN. */
public final class Sign implements Operator.Plain {
  private final String name;
  private final boolean custom;

  private Sign(String name, boolean custom) {
    this.name = name;
    this.custom = custom;
  }

  public static Sign builtin() {
    return new Sign("SIGN", false);
  }

  /** What older files call it. */
  public static Sign custom() {
    return new Sign("Sign", true);
  }

  @Override
  public Signature signature() {
    var signature = custom ? Signature.custom(name) : Signature.of(name);
    return signature.operand("x", Types.of(DType.F32, DType.F64, DType.I32)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return Derived.sign(b, call.operand("x"));
  }
}
