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

  /** The bounds of a slice, one of each for each axis of the input in front. */
  private record Bounds(
      Edge begin, Edge end, List<Integer> steps, long fromStart, long toEnd, long single) {
    boolean isFromStart(int axis) {
      return (fromStart >> axis & 1) == 1;
    }

    boolean isToEnd(int axis) {
      return (toEnd >> axis & 1) == 1;
    }

    boolean isSingle(int axis) {
      return (single >> axis & 1) == 1;
    }
  }

  /** With bounds that are known only when the model runs; steps are known. */
  private static Edge open(TfCall call, Edge x) {
    var b = call.b();
    var steps = call.constants(3, "strides");
    if (call.integer("ellipsis_mask", 0) == 0 && call.integer("new_axis_mask", 0) == 0)
      return sliced(
          b,
          x,
          new Bounds(
              b.cast(call.in(1), DType.I32),
              b.cast(call.in(2), DType.I32),
              steps,
              call.integer("begin_mask", 0),
              call.integer("end_mask", 0),
              call.integer("shrink_axis_mask", 0)));
    // Places of bounds by axis of the input, -1 for a whole axis; and the axes of the result.
    var places = new ArrayList<Integer>();
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < steps.size(); i++) {
      if (bit(call, "ellipsis_mask", i)) {
        int behind = 0;
        for (int k = i + 1; k < steps.size(); k++) if (!bit(call, "new_axis_mask", k)) behind++;
        while (places.size() < x.rank() - behind) axes.add(added(places, -1));
      } else if (bit(call, "new_axis_mask", i)) axes.add(-1);
      else if (bit(call, "shrink_axis_mask", i)) added(places, i);
      else axes.add(added(places, i));
    }
    while (places.size() < x.rank()) axes.add(added(places, -1));
    if (places.size() > x.rank()) throw call.invalid("it slices more axes than %s has", x.form());
    return widened(b, sliced(b, x, bounds(call, steps, places)), axes);
  }

  /** The axis that the place is for. */
  private static int added(List<Integer> places, int place) {
    places.add(place);
    return places.size() - 1;
  }

  private static Bounds bounds(TfCall call, List<Integer> steps, List<Integer> places) {
    var b = call.b();
    var chosen = b.ints(places.stream().map(place -> Math.max(0, place)).toList());
    long fromStart = 0;
    long toEnd = 0;
    long single = 0;
    for (int axis = 0; axis < places.size(); axis++) {
      int place = places.get(axis);
      if (place < 0 || bit(call, "begin_mask", place)) fromStart |= 1L << axis;
      if (place < 0 || bit(call, "end_mask", place)) toEnd |= 1L << axis;
      if (place >= 0 && bit(call, "shrink_axis_mask", place)) single |= 1L << axis;
    }
    return new Bounds(
        b.gather(b.cast(call.in(1), DType.I32), chosen, 0, 0),
        b.gather(b.cast(call.in(2), DType.I32), chosen, 0, 0),
        places.stream().map(place -> place < 0 ? 1 : steps.get(place)).toList(),
        fromStart & ~single,
        toEnd & ~single,
        single);
  }

  /** With an axis of extent 1 for each -1. */
  private static Edge widened(Builder b, Edge x, List<Integer> axes) {
    var added = new ArrayList<Integer>();
    for (int i = 0; i < axes.size(); i++) if (axes.get(i) < 0) added.add(i);
    return added.isEmpty() ? x : b.unsqueeze(x, added);
  }

  private static Edge sliced(Builder b, Edge x, Bounds bounds) {
    var single = single(bounds);
    if (single.isPresent()) return gathered(b, x, bounds, single.orElseThrow());
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis >= bounds.steps().size()) dims.add(x.dim(axis));
      else if (!bounds.isSingle(axis)) dims.add(extent(x, axis, bounds));
    }
    return b.operator(
            "STRIDED_SLICE",
            List.of(x, bounds.begin(), bounds.end(), b.ints(bounds.steps())),
            List.of(x.form().with(dims)),
            "begin_mask",
            bounds.fromStart(),
            "end_mask",
            bounds.toEnd(),
            "shrink_axis_mask",
            bounds.single())
        .getFirst();
  }

  /** The axis of which one index is taken, if all others are whole. */
  private static Optional<Integer> single(Bounds bounds) {
    if (Long.bitCount(bounds.single()) != 1) return Optional.empty();
    for (int axis = 0; axis < bounds.steps().size(); axis++) {
      boolean whole =
          bounds.isFromStart(axis) && bounds.isToEnd(axis) && bounds.steps().get(axis) == 1;
      if (!bounds.isSingle(axis) && !whole) return Optional.empty();
    }
    return Optional.of(Long.numberOfTrailingZeros(bounds.single()));
  }

  private static Edge gathered(Builder b, Edge x, Bounds bounds, int axis) {
    var index = new Indexing(b).wrapped(b.pick(bounds.begin(), 0, axis), x.dim(axis));
    return b.gather(x, index, axis, 0);
  }

  private static Dim extent(Edge x, int axis, Bounds bounds) {
    long step = bounds.steps().get(axis);
    boolean fromStart = bounds.isFromStart(axis);
    boolean toEnd = bounds.isToEnd(axis);
    if (fromStart && toEnd && step == 1) return x.dim(axis);
    var low =
        fromStart ? Optional.of(Dim.of(0)) : bounds.begin().content().map(list -> list.get(axis));
    var high =
        toEnd ? Optional.of(x.dim(axis)) : bounds.end().content().map(list -> list.get(axis));
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
    return Dim.symbol("slice %d of %s by %s".formatted(axis, x.name(), bounds.end().name()));
  }

  private static boolean isFront(Dim bound) {
    return !bound.isKnown() || bound.value() >= 0;
  }
}
