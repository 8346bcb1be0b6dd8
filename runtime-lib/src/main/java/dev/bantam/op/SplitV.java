package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.List;

/** Parts of given sizes along an axis; one may be -1, for what the others leave. */
public final class SplitV implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("SPLIT_V")
        .operand("x", Types.MOVED)
        .operand("sizes", Types.INDEX)
        .operand("axis", Types.I32)
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
    int extent = x.type().extent(axis);
    int[] sizes = call.constant("sizes").toInts();
    int rest = extent;
    for (int size : sizes) rest -= Math.max(size, 0);
    var parts = new ArrayList<Value>();
    int start = 0;
    for (int size : sizes) {
      int stop = start + (size == -1 ? rest : size);
      if (stop < start || stop > extent)
        throw call.refuse("sizes run to %d, must be in [%d, %d]", stop, start, extent);
      parts.add(b.slice(x, axis, start, stop));
      start = stop;
    }
    return parts;
  }
}
