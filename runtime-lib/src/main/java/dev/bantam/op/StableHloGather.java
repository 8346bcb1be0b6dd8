package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows of an operand, one for each index vector; one that does not fit is moved until it does.
 */
public final class StableHloGather implements Operator.Single<StableHloGather.Options> {
  /**
   * @param offsetAxes axes of the result that run within a window
   * @param collapsed axes of the operand, of extent 1 in a window, that go
   * @param indexed the operand's axis of each component of an index vector
   * @param vectorAxis along which index vectors lie
   * @param window the extents of a window
   */
  public record Options(
      List<Integer> offsetAxes,
      List<Integer> collapsed,
      List<Integer> indexed,
      int vectorAxis,
      List<Integer> window) {}

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_GATHER")
        .operand("x", Types.ANY)
        .operand("indices", Types.INTEGER)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        StableHloPad.integers(raw, "offset_dims"),
        StableHloPad.integers(raw, "collapsed_slice_dims"),
        StableHloPad.integers(raw, "start_index_map"),
        Math.toIntExact(raw.integer("index_vector_dim", 0)),
        StableHloPad.integers(raw, "slice_sizes"));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    var window = new Shape(options.window());
    var indices =
        StableHloIndices.of(call.operand("indices"), options.vectorAxis(), options.indexed(), b);
    var flat = indices.flat(x.type().shape(), window, true, b);
    var elements = b.reshape(x, Math.toIntExact(x.type().elements()));
    var gathered = b.gather(elements, flat, 0);
    var batch = indices.batch();
    var extents = new ArrayList<>(batch.extents());
    for (int axis = 0; axis < window.rank(); axis++) {
      if (!options.collapsed().contains(axis)) extents.add(window.extent(axis));
    }
    var kept = b.reshape(gathered, new Shape(extents));
    return b.permute(kept, order(extents.size(), batch.rank(), options.offsetAxes()));
  }

  /** From batch axes, then window axes, to where the result has them. */
  private static List<Integer> order(int rank, int batchRank, List<Integer> offsetAxes) {
    var order = new ArrayList<Integer>();
    int batch = 0;
    for (int axis = 0; axis < rank; axis++) {
      int offset = offsetAxes.indexOf(axis);
      order.add(offset >= 0 ? batchRank + offset : batch++);
    }
    return order;
  }
}
