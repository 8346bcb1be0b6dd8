package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Folds each window of an operand that is spaced and padded with the start before. */
public final class StableHloReduceWindow implements Operator.Single<StableHloReduceWindow.Options> {
  /**
   * Lists have one entry per axis; those that a file leaves out are ones, or zeros of padding.
   *
   * @param padding before and behind each axis, one after the other
   * @param body the subgraph that folds two elements
   */
  public record Options(
      List<Integer> window,
      List<Integer> strides,
      List<Integer> baseDilations,
      List<Integer> windowDilations,
      List<Integer> padding,
      int body) {}

  @Override
  public Signature signature() {
    var types = Types.union(Types.NUMBER, Types.BOOL);
    return Signature.of("STABLEHLO_REDUCE_WINDOW")
        .operand("x", types)
        .operand("start", types)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        StableHloPad.integers(raw, "window_dimensions"),
        StableHloPad.integers(raw, "window_strides"),
        StableHloPad.integers(raw, "base_dilations"),
        StableHloPad.integers(raw, "window_dilations"),
        StableHloPad.integers(raw, "padding"),
        Math.toIntExact(raw.integer("body_subgraph_index", 0)));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    int rank = x.type().rank();
    var start = b.reshape(call.operand("start"), Shape.SCALAR);
    var padding = orElse(options.padding(), 2 * rank, 0);
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) {
      low.add(padding.get(2 * axis));
      high.add(padding.get(2 * axis + 1));
    }
    var interior = orElse(options.baseDilations(), rank, 1).stream().map(d -> d - 1).toList();
    var padded = StableHloPad.padded(x, new StableHloPad.Edges(low, high, interior), start, b);
    var windows =
        ReduceWindow.windows(
            padded,
            array(orElse(options.window(), rank, 1)),
            array(orElse(options.strides(), rank, 1)),
            array(orElse(options.windowDilations(), rank, 1)),
            b);
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) axes.add(2 * axis + 1);
    return RegionFold.reduce(call, options.body(), List.of(windows), axes, List.of(start), b)
        .getFirst();
  }

  private static List<Integer> orElse(List<Integer> given, int count, int otherwise) {
    return given.isEmpty() ? Collections.nCopies(count, otherwise) : given;
  }

  private static int[] array(List<Integer> integers) {
    return integers.stream().mapToInt(Integer::intValue).toArray();
  }
}
