package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Sorts operands together along an axis, by an order that a subgraph gives; always stable. */
public final class StableHloSort implements Operator<StableHloSort.Options> {
  /** The axis, and the subgraph that says whether one element comes before another. */
  public record Options(int axis, int comparator) {}

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_SORT")
        .variadic("operands", Types.union(Types.NUMBER, Types.BOOL))
        .result("results");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Math.toIntExact(raw.integer("dimension", 0)),
        Math.toIntExact(raw.integer("comparator_subgraph_index", 0)));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var xs = call.operands("operands");
    if (xs.isEmpty()) throw call.refuse("no operands, must be at least one");
    var types = new ArrayList<TensorType>();
    for (var x : xs) {
      if (!x.type().shape().equals(xs.getFirst().type().shape()))
        throw call.refuse(
            "operands are %s and %s, must be of one shape", xs.getFirst().type(), x.type());
      types.add(x.type().with(Shape.SCALAR));
      types.add(x.type().with(Shape.SCALAR));
    }
    int axis = Axes.of(call, call.attributes().axis(), xs.getFirst());
    int comparator = call.attributes().comparator();
    var less =
        b.function(
            "less",
            types,
            (p, v) -> List.of(p.reshape(call.subgraph(comparator, v, p).getFirst(), Shape.SCALAR)));
    return b.apply(new Indexed.Sort(xs, axis, less));
  }
}
