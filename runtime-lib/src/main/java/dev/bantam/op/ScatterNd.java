package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** Adds updates into zeros where the index vectors say; what is hit twice is the sum. */
public final class ScatterNd implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("SCATTER_ND")
        .operand("indices", Types.INDEX)
        .operand("updates", Types.union(Types.NUMBER, Types.BOOL))
        .operand("shape", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var indices = call.operand("indices");
    var updates = call.operand("updates");
    var shape = Shape.of(call.constant("shape").toInts());
    int rank = indices.type().rank();
    if (rank == 0 || indices.type().extent(rank - 1) > shape.rank()) {
      throw call.refuse(
          "indices are %s for a result %s, must not be longer", indices.type(), shape);
    }
    int depth = indices.type().extent(rank - 1);
    var flat = FlatIndex.of(indices, shape, b);
    int count = Math.toIntExact(flat.type().elements());
    var rows = FlatIndex.joined(shape, depth);
    var zeros = b.constant(Literal.zeros(updates.type().with(Shape.SCALAR)));
    var scattered =
        b.one(
            new Indexed.Scatter(
                updates.type().dtype() == DType.BOOL ? Update.OR : Update.ADD,
                b.broadcast(zeros, rows),
                b.reshape(flat, count),
                b.reshape(updates, rows.with(0, count))));
    return b.reshape(scattered, shape);
  }
}
