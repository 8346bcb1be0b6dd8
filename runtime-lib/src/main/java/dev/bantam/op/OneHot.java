package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;

/** One value where the new axis has the index, another elsewhere. */
public final class OneHot implements Operator.Single<Integer> {
  @Override
  public Signature signature() {
    return Signature.of("ONE_HOT")
        .operand("indices", Types.INDEX)
        .operand("depth", Types.I32)
        .operand("on", Types.MOVED)
        .operand("off", Types.MOVED)
        .result("y");
  }

  @Override
  public Integer attributes(Attributes raw) {
    return Math.toIntExact(raw.integer("axis", 0));
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var indices = call.operand("indices");
    int depth = Math.toIntExact(call.constant("depth").integer(0));
    int rank = indices.type().rank() + 1;
    int axis = Axes.within(call, call.attributes(), rank);
    var extents = new ArrayList<>(indices.type().shape().extents());
    extents.add(axis, 1);
    var along = new int[rank];
    Arrays.fill(along, 1);
    along[axis] = depth;
    var places = b.reshape(b.iota(depth, indices.type().dtype()), along);
    var hot = b.eq(b.reshape(indices, new Shape(extents)), places);
    return b.select(
        hot,
        b.reshape(call.operand("on"), Shape.SCALAR),
        b.reshape(call.operand("off"), Shape.SCALAR));
  }
}
