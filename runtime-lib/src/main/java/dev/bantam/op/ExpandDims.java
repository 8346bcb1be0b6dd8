package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Puts in an axis of extent 1. */
public final class ExpandDims implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("EXPAND_DIMS")
        .operand("x", Types.MOVED)
        .operand("axis", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int wanted = Math.toIntExact(call.constant("axis").integer(0));
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.add(Axes.within(call, wanted, x.type().rank() + 1), 1);
    return b.reshape(x, new Shape(extents));
  }
}
