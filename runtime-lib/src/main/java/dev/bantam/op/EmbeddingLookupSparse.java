package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Weighted rows of a table, combined for each tuple of leading indices. */
public final class EmbeddingLookupSparse
    implements Operator.Single<EmbeddingLookupSparse.Combiner> {
  /** What the sum of rows is divided by: nothing, the weights, or the root of their squares. */
  public enum Combiner {
    SUM,
    MEAN,
    SQRTN
  }

  @Override
  public Signature signature() {
    return Signature.of("EMBEDDING_LOOKUP_SPARSE")
        .operand("ids", Types.I32)
        .operand("indices", Types.I32)
        .operand("shape", Types.I32)
        .operand("weights", Types.F32)
        .operand("table", Types.F32)
        .result("y");
  }

  @Override
  public Combiner attributes(Attributes raw) {
    return Combiner.valueOf(raw.text("combiner", "SUM"));
  }

  @Override
  public Value lower(Call<Combiner> call, ProgramBuilder b) {
    var ids = call.operand("ids");
    var table = call.operand("table");
    var shape = new ArrayList<Integer>();
    for (int extent : call.constant("shape").toInts()) shape.add(extent);
    if (shape.isEmpty()) throw call.refuse("shape has no elements, must have at least one");
    shape.removeLast();
    int buckets = Math.toIntExact(new Shape(shape).elements());
    var indices = b.slice(call.operand("indices"), 1, 0, shape.size());
    var bucket = FlatIndex.of(indices, new Shape(shape), b);
    int count = ids.type().extent(0);
    int width = Math.toIntExact(table.type().elements() / table.type().extent(0));
    var rows = b.reshape(b.gather(table, ids, 0), count, width);
    var weights = b.reshape(call.operand("weights"), count, 1);
    var sums = scattered(b.mul(rows, weights), bucket, buckets, b);
    var combined =
        switch (call.attributes()) {
          case SUM -> sums;
          case MEAN -> divided(sums, scattered(weights, bucket, buckets, b), b);
          case SQRTN -> {
            var squares = scattered(b.mul(weights, weights), bucket, buckets, b);
            yield divided(sums, b.unary(Fn1.SQRT, squares), b);
          }
        };
    shape.addAll(table.type().shape().extents().subList(1, table.type().rank()));
    return b.reshape(combined, new Shape(shape));
  }

  private static Value scattered(Value rows, Value bucket, int buckets, ProgramBuilder b) {
    var zeros = b.broadcast(b.constant(DType.F32, 0.0), Shape.of(buckets, rows.type().extent(1)));
    return b.one(new Indexed.Scatter(Prim.Update.ADD, zeros, bucket, rows));
  }

  /** A tuple without rows stays 0. */
  private static Value divided(Value sums, Value weights, ProgramBuilder b) {
    var none = b.eq(weights, b.like(weights, 0.0));
    return b.div(sums, b.select(none, b.like(weights, 1.0), weights));
  }
}
