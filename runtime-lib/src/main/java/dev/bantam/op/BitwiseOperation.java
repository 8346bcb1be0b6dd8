package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Operations on the bits of integers: the exclusive or, and the shift to the right. */
public final class BitwiseOperation implements Operator.Plain {
  private final String name;
  private final Fn2 fn;

  private BitwiseOperation(String name, Fn2 fn) {
    this.name = name;
    this.fn = fn;
  }

  public static BitwiseOperation xor() {
    return new BitwiseOperation("BITWISE_XOR", Fn2.XOR);
  }

  /** A count outside of the type's bits is taken for the nearest inside. */
  public static BitwiseOperation rightShift() {
    return new BitwiseOperation("RIGHT_SHIFT", Fn2.SHR);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.INTEGER).operand("y", Types.INTEGER).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (fn == Fn2.XOR) return b.binary(fn, x, y);
    long most = x.type().dtype().bits() - 1;
    var count = b.min(b.max(y, b.like(y, 0L)), b.like(y, most));
    return b.binary(fn, x, count);
  }
}
