package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Combines windows into an operand, one for each index vector; elements of them that lie outside
 * are left out.
 */
public final class StableHloScatter implements Operator.Single<StableHloScatter.Options> {
  /**
   * @param windowAxes axes of the updates that run within a window
   * @param inserted axes of the operand that windows do not have
   * @param indexed the operand's axis of each component of an index vector
   * @param vectorAxis along which index vectors lie
   * @param body the subgraph that combines old and new
   */
  public record Options(
      List<Integer> windowAxes,
      List<Integer> inserted,
      List<Integer> indexed,
      int vectorAxis,
      int body) {}

  @Override
  public Signature signature() {
    var types = Types.union(Types.NUMBER, Types.BOOL);
    return Signature.of("STABLEHLO_SCATTER")
        .operand("x", types)
        .operand("indices", Types.INTEGER)
        .operand("updates", types)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        StableHloPad.integers(raw, "update_window_dims"),
        StableHloPad.integers(raw, "inserted_window_dims"),
        StableHloPad.integers(raw, "scatter_dims_to_operand_dims"),
        Math.toIntExact(raw.integer("index_vector_dim", 0)),
        Math.toIntExact(raw.integer("update_computation_subgraph_index", 0)));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    var updates = call.operand("updates");
    var order = new ArrayList<Integer>();
    for (int axis = 0; axis < updates.type().rank(); axis++) {
      if (!options.windowAxes().contains(axis)) order.add(axis);
    }
    order.addAll(options.windowAxes());
    var extents = new ArrayList<Integer>();
    int next = 0;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      boolean inserted = options.inserted().contains(axis);
      extents.add(inserted ? 1 : updates.type().extent(options.windowAxes().get(next++)));
    }
    var indices =
        StableHloIndices.of(call.operand("indices"), options.vectorAxis(), options.indexed(), b);
    var flat = indices.flat(x.type().shape(), new Shape(extents), false, b);
    int count = Math.toIntExact(updates.type().elements());
    var scattered =
        b.one(
            new Indexed.Scatter(
                RegionFold.update(call, options.body(), x.type().dtype(), b),
                b.reshape(x, Math.toIntExact(x.type().elements())),
                b.reshape(flat, count),
                b.reshape(b.permute(updates, order), count)));
    return b.reshape(scattered, x.type().shape());
  }
}
