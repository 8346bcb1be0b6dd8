package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** The parts of a tensor that tuples of indices name; a tuple outside gives 0. */
public final class GatherNd implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("GATHER_ND")
        .operand("x", Types.MOVED)
        .operand("indices", Types.of(DType.I32, DType.I64, DType.I16))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var indices = call.operand("indices");
    int named = indices.type().extent(indices.type().rank() - 1);
    var extents = x.type().shape().extents();
    if (named > extents.size())
      throw call.refuse("tuples of %d indices, must be at most %d", named, extents.size());
    var outer = extents.subList(0, named);
    var flattened = new ArrayList<>(extents.subList(named, extents.size()));
    flattened.addFirst(Math.toIntExact(new Shape(outer).elements()));
    var flat = FlatIndex.of(indices, new Shape(outer), b);
    return b.gather(b.reshape(x, new Shape(flattened)), flat, 0);
  }
}
