package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.List;
import java.util.function.BiFunction;

/** How often numbers occur, and where they would stand among others. */
final class TfCountRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("DenseBincount", TfCountRules::bincount),
          of("Bincount", TfCountRules::bincount),
          of("LowerBound", call -> bound(call, call.b()::less)),
          of("UpperBound", call -> bound(call, call.b()::lessEqual)));

  private TfCountRules() {}

  /** Numbers outside of the bins count nowhere, as in a one-hot. */
  private static Edge bincount(TfCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.I32);
    var weights = call.in(2);
    var bins = call.shape(1, "number of bins").getFirst();
    int axis = x.rank() - 1;
    var one = b.integer(DType.I32, 1);
    var hits = b.oneHot(x, bins, one, b.integer(DType.I32, 0), -1);
    if (x.rank() < 1 || x.rank() > 2)
      throw call.invalid("it counts in a tensor of rank %d, must be 1 or 2", x.rank());
    if (call.flag("binary_output", false))
      return b.cast(b.reduce("REDUCE_MAX", hits, List.of(axis), false), weights.dtype());
    var counted = b.cast(hits, weights.dtype());
    if (weights.rank() == x.rank() && !weights.form().elements().is(0))
      counted = b.mul(counted, b.unsqueeze(weights, List.of(x.rank())));
    return b.sum(counted, List.of(axis), false);
  }

  /** How many of the sorted numbers of a row are below each value for that row. */
  private static Edge bound(TfCall call, BiFunction<Edge, Edge, Edge> below) {
    var b = call.b();
    var sorted = b.unsqueeze(call.in(0), List.of(1));
    var values = b.unsqueeze(call.in(1), List.of(2));
    var ones = b.cast(below.apply(sorted, values), DType.I32);
    return b.cast(b.sum(ones, List.of(2), false), call.dtype("out_type", DType.I32));
  }
}
