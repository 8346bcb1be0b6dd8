package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The angle of the point {@code (x, y)}. */
public final class Atan2 implements Operator.Plain {
  private final String name;
  private final boolean custom;

  private Atan2(String name, boolean custom) {
    this.name = name;
    this.custom = custom;
  }

  public static Atan2 builtin() {
    return new Atan2("ATAN2", false);
  }

  /** What older files call it. */
  public static Atan2 custom() {
    return new Atan2("Atan2", true);
  }

  @Override
  public Signature signature() {
    var signature = custom ? Signature.custom(name) : Signature.of(name);
    return signature.operand("y", Types.FLOAT).operand("x", Types.FLOAT).result("angle");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var y = call.operand("y");
    var angle = Derived.atan2(b, Reals.wide(y, b), Reals.wide(call.operand("x"), b));
    return b.convert(angle, y.type().dtype());
  }
}
