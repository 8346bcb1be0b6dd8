package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Tensors of one shape, stacked on a new axis. */
public final class Pack implements Operator.Single<Integer> {
  @Override
  public Signature signature() {
    return Signature.of("PACK").variadic("xs", Types.MOVED).result("y");
  }

  @Override
  public Integer attributes(Attributes raw) {
    return Math.toIntExact(raw.integer("axis", 0));
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var xs = call.operands("xs");
    if (xs.isEmpty()) throw call.refuse("no inputs, must be at least 1");
    int axis = Axes.within(call, call.attributes(), xs.getFirst().type().rank() + 1);
    var layers = new ArrayList<Value>();
    for (var x : xs) {
      var extents = new ArrayList<>(x.type().shape().extents());
      extents.add(axis, 1);
      layers.add(b.reshape(x, new Shape(extents)));
    }
    return b.concat(layers, axis);
  }
}
