package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums of a convolution over any number of inner axes: filters are {@code [out, size_1, ..,
 * channels / groups]}.
 */
record FilterForm(Windows windows, int groups) implements WeightedSum.Form {
  @Override
  public boolean scalesByChannelFirst() {
    return true;
  }

  @Override
  public boolean pads(Value x) {
    return windows.pads(x);
  }

  @Override
  public Value sum(Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b) {
    if (groups != 1) return grouped(x, outside, weights, accumulator, b);
    int rank = weights.type().rank();
    if (windows.isPointwise()) {
      var matrix = b.reshape(weights, weights.type().extent(0), weights.type().extent(rank - 1));
      var points = windows.points(x, b);
      return b.contract(
          points, matrix, List.of(rank - 1), List.of(1), List.of(), List.of(), accumulator);
    }
    var over = windows.over(x, outside, b);
    var contracted = new ArrayList<>(windows.elementAxes());
    contracted.add(windows.channelAxis());
    return b.contract(
        over, weights, contracted, Axes.range(1, rank), List.of(), List.of(), accumulator);
  }

  private Value grouped(
      Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b) {
    int rank = weights.type().rank();
    var over = windows.over(x, outside, b);
    var split = splitAxis(over, windows.channelAxis(), b);
    var filters = splitAxis(weights, 0, b);
    var contracted = new ArrayList<>(windows.elementAxes());
    contracted.add(windows.channelAxis() + 1);
    var sums =
        b.contract(
            split,
            filters,
            contracted,
            Axes.range(2, rank + 1),
            List.of(windows.channelAxis()),
            List.of(0),
            accumulator);
    return channelsLast(sums, b);
  }

  private Value splitAxis(Value x, int axis, ProgramBuilder b) {
    var extents = new ArrayList<>(x.type().shape().extents());
    int extent = extents.remove(axis);
    extents.add(axis, extent / groups);
    extents.add(axis, groups);
    return b.reshape(x, new Shape(extents));
  }

  /** {@code [group, .., channel in group]} as {@code [.., channel]}. */
  static Value channelsLast(Value sums, ProgramBuilder b) {
    int rank = sums.type().rank();
    var order = new ArrayList<>(Axes.range(1, rank - 1));
    order.add(0);
    order.add(rank - 1);
    var moved = b.permute(sums, order);
    var extents = new ArrayList<>(moved.type().shape().extents());
    int inGroup = extents.removeLast();
    extents.set(rank - 2, extents.getLast() * inGroup);
    return b.reshape(moved, new Shape(extents));
  }

  @Override
  public Value weightSums(Value weights, ProgramBuilder b) {
    return perFilter(weights, b);
  }

  /** The sum of all elements for each index of axis 0, {@code i32}. */
  static Value perFilter(Value weights, ProgramBuilder b) {
    int rank = weights.type().rank();
    var extents = weights.type().shape().extents().subList(1, rank);
    var ones = b.broadcast(b.like(weights, 1L), new Shape(extents));
    return b.contract(
        weights,
        ones,
        Axes.range(1, rank),
        Axes.range(0, rank - 1),
        List.of(),
        List.of(),
        DType.I32);
  }
}
