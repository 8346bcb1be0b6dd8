package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.List;

/** Parts of equal size along an axis. */
public final class Split implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("SPLIT")
        .operand("axis", Types.I32)
        .operand("x", Types.MOVED)
        .result("parts");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int axis = Axes.of(call, Math.toIntExact(call.constant("axis").integer(0)), x);
    int count = call.resultCount();
    int extent = x.type().extent(axis);
    if (count == 0 || extent % count != 0)
      throw call.refuse("%d parts of axis %d of extent %d, must be equal", count, axis, extent);
    var parts = new ArrayList<Value>();
    int size = extent / count;
    for (int i = 0; i < count; i++) parts.add(b.slice(x, axis, i * size, (i + 1) * size));
    return parts;
  }
}
