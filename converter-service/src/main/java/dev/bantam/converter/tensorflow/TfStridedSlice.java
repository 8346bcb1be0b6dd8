package dev.bantam.converter.tensorflow;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Indexing;
import dev.bantam.converter.build.MovementEmitter;
import dev.bantam.converter.build.MovementEmitter.Range;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Slices with steps, new axes, an ellipsis, and axes that go. */
final class TfStridedSlice {
  private TfStridedSlice() {}

  static Edge lower(TfCall call) {
    var x = call.in(0);
    boolean known = call.in(1).isConstant() && call.in(2).isConstant() && call.in(3).isConstant();
    return known ? known(call, x) : open(call, x);
  }

  private static boolean bit(TfCall call, String mask, int index) {
    return (call.integer(mask, 0) >> index & 1) == 1;
  }

  private static Edge known(TfCall call, Edge x) {
    var begin = call.constants(1, "begin");
    var end = call.constants(2, "end");
    var stride = call.constants(3, "strides");
    var ranges = new ArrayList<Range>();
    var gone = new ArrayList<Integer>();
    // The axes of the result: those of the input by number, new ones as -1.
    var axes = new ArrayList<Integer>();
    int axis = 0;
    for (int i = 0; i < begin.size(); i++) {
      if (bit(call, "ellipsis_mask", i)) {
        int behind = 0;
        for (int k = i + 1; k < begin.size(); k++) if (!bit(call, "new_axis_mask", k)) behind++;
        while (axis < x.rank() - behind) axes.add(axis++);
      } else if (bit(call, "new_axis_mask", i)) axes.add(-1);
      else {
        if (axis >= x.rank()) throw call.invalid("it slices more axes than %s has", x.form());
        if (bit(call, "shrink_axis_mask", i)) {
          ranges.add(one(call, x, axis, begin.get(i)));
          gone.add(axis);
        } else {
          ranges.add(
              new Range(
                  axis,
                  bit(call, "begin_mask", i) ? Optional.empty() : Optional.of((long) begin.get(i)),
                  bit(call, "end_mask", i) ? Optional.empty() : Optional.of((long) end.get(i)),
                  stride.get(i)));
          axes.add(axis);
        }
        axis++;
      }
    }
    while (axis < x.rank()) axes.add(axis++);
    return shaped(call.b(), call.b().slice(x, ranges), axes, gone);
  }

  private static Range one(TfCall call, Edge x, int axis, long index) {
    var extent = x.dim(axis);
    if (extent.isKnown() && (index < -extent.value() || index >= extent.value()))
      throw call.invalid("index %d of axis %d of %s, must lie inside", index, axis, x.form());
    var stop = index == -1 ? Optional.<Long>empty() : Optional.of(index + 1);
    return new Range(axis, Optional.of(index), stop, 1);
  }

  private static Edge shaped(Builder b, Edge sliced, List<Integer> axes, List<Integer> gone) {
    if (gone.isEmpty() && !axes.contains(-1)) return sliced;
    return b.reshape(
        sliced, axes.stream().map(axis -> axis < 0 ? Dim.ONE : sliced.dim(axis)).toList());
  }

  /** With bounds that are known only when the model runs; steps are known. */
  private static Edge open(TfCall call, Edge x) {
    var b = call.b();
    if (call.integer("ellipsis_mask", 0) != 0 || call.integer("new_axis_mask", 0) != 0)
      throw call.unsupported(
          "its bounds are known only when the model runs, beside new axes or an ellipsis",
          "slice and reshape apart");
    var stride = call.constants(3, "strides");
    var single = single(call, stride.size());
    if (single.isPresent()) return gathered(call, x, single.orElseThrow());
    var dims = new ArrayList<Dim>();
    int sliced = stride.size();
    var begin = call.in(1).content();
    var end = call.in(2).content();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis >= sliced) dims.add(x.dim(axis));
      else if (!bit(call, "shrink_axis_mask", axis))
        dims.add(extent(call, x, axis, stride.get(axis), begin, end));
    }
    return b.operator(
            "STRIDED_SLICE",
            List.of(x, b.cast(call.in(1), DType.I32), b.cast(call.in(2), DType.I32), call.in(3)),
            List.of(x.form().with(dims)),
            "begin_mask",
            call.integer("begin_mask", 0),
            "end_mask",
            call.integer("end_mask", 0),
            "shrink_axis_mask",
            call.integer("shrink_axis_mask", 0))
        .getFirst();
  }

  /** The axis of which one index is taken, if all others are whole. */
  private static Optional<Integer> single(TfCall call, int sliced) {
    if (Long.bitCount(call.integer("shrink_axis_mask", 0)) != 1) return Optional.empty();
    for (int axis = 0; axis < sliced; axis++) {
      boolean whole = bit(call, "begin_mask", axis) && bit(call, "end_mask", axis);
      if (!bit(call, "shrink_axis_mask", axis) && !whole) return Optional.empty();
    }
    return Optional.of(Long.numberOfTrailingZeros(call.integer("shrink_axis_mask", 0)));
  }

  private static Edge gathered(TfCall call, Edge x, int axis) {
    var b = call.b();
    var index = new Indexing(b).wrapped(b.pick(call.in(1), 0, axis), x.dim(axis));
    return b.gather(x, index, axis, 0);
  }

  private static Dim extent(
      TfCall call,
      Edge x,
      int axis,
      long step,
      Optional<List<Dim>> begin,
      Optional<List<Dim>> end) {
    boolean fromStart = bit(call, "begin_mask", axis);
    boolean toEnd = bit(call, "end_mask", axis);
    if (fromStart && toEnd && step == 1) return x.dim(axis);
    var low = fromStart ? Optional.of(Dim.of(0)) : begin.map(list -> list.get(axis));
    var high = toEnd ? Optional.of(x.dim(axis)) : end.map(list -> list.get(axis));
    if (step == 1
        && low.isPresent()
        && high.isPresent()
        && isFront(low.orElseThrow())
        && isFront(high.orElseThrow())) {
      var from = low.orElseThrow();
      var to = high.orElseThrow();
      if (from.isKnown() && to.isKnown() && x.dim(axis).isKnown()) {
        var range = new Range(axis, Optional.of(from.value()), Optional.of(to.value()), 1);
        return Dim.of(MovementEmitter.indices(x.dim(axis).value(), range).size());
      }
      if (!to.isKnown() || !x.dim(axis).isKnown() || to.value() <= x.dim(axis).value())
        return to.minus(from);
    }
    if (x.dim(axis).isKnown() && fromStart && toEnd)
      return Dim.of(
          MovementEmitter.indices(
                  x.dim(axis).value(), new Range(axis, Optional.empty(), Optional.empty(), step))
              .size());
    return Dim.symbol("slice %d of %s by %s".formatted(axis, x.name(), call.in(2).name()));
  }

  private static boolean isFront(Dim bound) {
    return !bound.isKnown() || bound.value() >= 0;
  }
}
