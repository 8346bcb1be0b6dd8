package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** {@code x * relu6(x + 3) / 6}: the swish of MobileNetV3, without an exponential. */
public final class HardSwish implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("HARD_SWISH").operand("x", Types.union(Types.FLOAT, Types.Q8)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().dtype().isFloat()) return Reals.widened(x, b, wide -> real(wide, b));
    return ByteTable.ofReal(call, "x", b, all -> real(all, b));
  }

  private static Value real(Value x, ProgramBuilder b) {
    return b.mul(x, b.mul(Derived.clamp(b, b.add(x, 3.0), 0, 6), 1 / 6.0));
  }
}
