package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;

/** Puts a value between the elements of each axis. */
public final class Dilate implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("DILATE")
        .operand("x", Types.ANY)
        .operand("strides", Types.INDEX)
        .operand("value", Types.ANY)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] strides = call.constant("strides").toInts();
    if (strides.length != x.type().rank())
      throw call.refuse("%d strides, must be %d", strides.length, x.type().rank());
    var value = b.reshape(call.operand("value"), Shape.SCALAR);
    for (int axis = 0; axis < strides.length; axis++) {
      if (strides[axis] < 1) throw call.refuse("stride %d, must be at least 1", strides[axis]);
      x = Dilation.of(x, axis, strides[axis], value, b);
    }
    return x;
  }
}
