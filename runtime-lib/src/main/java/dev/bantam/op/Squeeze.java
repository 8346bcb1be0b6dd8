package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Takes out axes of extent 1: those that are named, or all if none is. */
public final class Squeeze implements Operator.Single<List<Long>> {
  @Override
  public Signature signature() {
    return Signature.of("SQUEEZE").operand("x", Types.MOVED).result("y");
  }

  @Override
  public List<Long> attributes(Attributes raw) {
    return raw.integers("squeeze_dims").orElse(List.of());
  }

  @Override
  public Value lower(Call<List<Long>> call, ProgramBuilder b) {
    var x = call.operand("x");
    var named = new TreeSet<Integer>();
    for (long axis : call.attributes()) named.add(Axes.of(call, Math.toIntExact(axis), x));
    var extents = new ArrayList<Integer>();
    for (int axis = 0; axis < x.type().rank(); axis++) {
      int extent = x.type().extent(axis);
      boolean goes = named.isEmpty() ? extent == 1 : named.contains(axis);
      if (goes && extent != 1) throw call.refuse("axis %d has extent %d, must be 1", axis, extent);
      if (!goes) extents.add(extent);
    }
    return b.reshape(x, new Shape(extents));
  }
}
