package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** The layers of an axis, each a tensor without it. */
public final class Unpack implements Operator<Integer> {
  @Override
  public Signature signature() {
    return Signature.of("UNPACK").operand("x", Types.MOVED).result("layers");
  }

  @Override
  public Integer attributes(Attributes raw) {
    return Math.toIntExact(raw.integer("axis", 0));
  }

  @Override
  public List<Value> results(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("x");
    int axis = Axes.of(call, call.attributes(), x);
    var extents = new ArrayList<>(x.type().shape().extents());
    int count = extents.remove(axis);
    if (count != call.resultCount())
      throw call.refuse(
          "%d outputs for axis %d of %s, must be as many", call.resultCount(), axis, x.type());
    var shape = new Shape(extents);
    var layers = new ArrayList<Value>();
    for (int i = 0; i < count; i++) layers.add(b.reshape(b.slice(x, axis, i, i + 1), shape));
    return layers;
  }
}
