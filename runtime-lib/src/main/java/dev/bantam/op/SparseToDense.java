package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;

/** A default everywhere, and values where the indices say. */
public final class SparseToDense implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("SPARSE_TO_DENSE")
        .operand("indices", Types.INDEX)
        .operand("shape", Types.INDEX)
        .operand("values", Types.NUMBER)
        .operand("default", Types.NUMBER)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var indices = call.operand("indices");
    var shape = Shape.of(call.constant("shape").toInts());
    // One index, or one for each value, or one vector for each value.
    int count = indices.type().rank() == 0 ? 1 : indices.type().extent(0);
    if (indices.type().rank() < 2) indices = b.reshape(indices, count, 1);
    if (indices.type().rank() != 2 || indices.type().extent(1) != shape.rank()) {
      throw call.refuse("indices are %s for a result %s, must be as long", indices.type(), shape);
    }
    var flat = FlatIndex.of(indices, shape, b);
    var all = Shape.of(FlatIndex.leading(shape, shape.rank()));
    var background = b.broadcast(b.reshape(call.operand("default"), Shape.SCALAR), all);
    var values = b.broadcast(call.operand("values"), Shape.of(count));
    return b.reshape(b.one(new Indexed.Scatter(Update.SET, background, flat, values)), shape);
  }
}
