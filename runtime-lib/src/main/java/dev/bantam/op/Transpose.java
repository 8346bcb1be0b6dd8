package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;

/** Axis {@code i} of the result is axis {@code order[i]} of the operand. */
public final class Transpose implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("TRANSPOSE")
        .operand("x", Types.MOVED)
        .operand("order", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var order = new ArrayList<Integer>();
    for (int axis : call.constant("order").toInts()) order.add(Axes.of(call, axis, x));
    return b.permute(x, order);
  }
}
