package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** The slices of an axis that indices name; an index outside gives 0. */
public final class Gather implements Operator.Single<Gather.Options> {
  /** Leading axes that x and the indices share are counted by {@code batchAxes}. */
  public record Options(int axis, int batchAxes) {}

  @Override
  public Signature signature() {
    return Signature.of("GATHER")
        .operand("x", Types.MOVED)
        .operand("indices", Types.of(DType.I32, DType.I64, DType.I16))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("axis", 0)), Math.toIntExact(raw.integer("batch_dims", 0)));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var given = call.operand("indices");
    var indices = given.type().dtype() == DType.I16 ? b.convert(given, DType.I32) : given;
    int axis = Axes.of(call, call.attributes().axis(), x);
    int batch = call.attributes().batchAxes();
    if (batch < 0) batch += indices.type().rank();
    if (batch == 0) return b.gather(x, indices, axis);
    if (batch > axis || batch > indices.type().rank())
      throw call.refuse("batch_dims is %d, must be at most %d", batch, axis);
    return batched(x, indices, axis, batch, b);
  }

  private static Value batched(Value x, Value indices, int axis, int batch, ProgramBuilder b) {
    var extents = x.type().shape().extents();
    var outer = extents.subList(0, batch);
    var between = extents.subList(batch, axis);
    var behind = extents.subList(axis + 1, extents.size());
    var chosen = indices.type().shape().extents().subList(batch, indices.type().rank());
    int batches = product(outer);
    int extent = extents.get(axis);
    int count = product(chosen);
    var rows = b.reshape(x, batches, product(between), extent, product(behind));
    var places = b.reshape(indices, batches, count, 1);
    var batchOf = b.reshape(b.iota(batches, indices.type().dtype()), batches, 1, 1);
    var pairs = b.concat(List.of(b.expand(batchOf, Shape.of(batches, count, 1)), places), 2);
    var flat = FlatIndex.of(pairs, Shape.of(batches, extent), b);
    var table =
        b.reshape(
            b.permute(rows, List.of(0, 2, 1, 3)),
            batches * extent,
            product(between),
            product(behind));
    var taken = b.permute(b.gather(table, flat, 0), List.of(0, 2, 1, 3));
    var result = new ArrayList<>(outer);
    result.addAll(between);
    result.addAll(chosen);
    result.addAll(behind);
    return b.reshape(taken, new Shape(result));
  }

  private static int product(List<Integer> extents) {
    return Math.toIntExact(new Shape(extents).elements());
  }
}
