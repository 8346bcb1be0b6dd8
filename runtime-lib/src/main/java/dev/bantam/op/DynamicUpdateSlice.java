package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** A tensor with a part replaced; where the part begins is clamped so that it fits. */
public final class DynamicUpdateSlice implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("DYNAMIC_UPDATE_SLICE")
        .operand("x", Types.MOVED)
        .operand("update", Types.MOVED)
        .operand("starts", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var starts = new ArrayList<Value>();
    var all = call.operand("starts");
    for (int axis = 0; axis < x.type().rank(); axis++)
      starts.add(b.reshape(b.slice(all, 0, axis, axis + 1), Shape.SCALAR));
    return b.one(new Indexed.DynamicUpdate(x, call.operand("update"), starts));
  }
}
