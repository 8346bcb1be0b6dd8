package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.List;

/** Folds axes of operands away, together, each with a start of its own. */
public final class StableHloReduce implements Operator<StableHloReduce.Options> {
  /**
   * @param axes that are folded
   * @param body the subgraph that folds two elements of each operand
   */
  public record Options(List<Integer> axes, int body) {
    public Options {
      axes = List.copyOf(axes);
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_REDUCE")
        .variadic("operands", Types.union(Types.NUMBER, Types.BOOL))
        .result("results");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        StableHloPad.integers(raw, "dimensions"),
        Math.toIntExact(raw.integer("body_subgraph_index", 0)));
  }

  @Override
  public List<Value> results(Call<Options> call, ProgramBuilder b) {
    var operands = call.operands("operands");
    int count = operands.size() / 2;
    if (count == 0 || operands.size() % 2 != 0)
      throw call.refuse("%d operands, must be as many starts as others", operands.size());
    var xs = operands.subList(0, count);
    for (var x : xs) {
      if (!x.type().shape().equals(xs.getFirst().type().shape()))
        throw call.refuse(
            "operands are %s and %s, must be of one shape", xs.getFirst().type(), x.type());
    }
    int rank = xs.getFirst().type().rank();
    for (int axis : call.attributes().axes()) {
      if (axis < 0 || axis >= rank)
        throw call.refuse("axis %d of %s, must be in [0, %d)", axis, xs.getFirst().type(), rank);
    }
    var starts =
        operands.subList(count, operands.size()).stream()
            .map(start -> b.reshape(start, Shape.SCALAR))
            .toList();
    var axes = call.attributes().axes().stream().distinct().sorted().toList();
    return RegionFold.reduce(call, call.attributes().body(), xs, axes, starts, b);
  }
}
