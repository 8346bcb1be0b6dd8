package dev.bantam.grad;

import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Derivatives of views: each element's cotangent goes back to where the element came from. */
final class MovementRules {
  private final ProgramBuilder b;
  private final Cotangents sums;

  MovementRules(ProgramBuilder b, Cotangents sums) {
    this.b = b;
    this.sums = sums;
  }

  /**
   * @param g the cotangent of the view
   */
  void apply(Movement prim, Value g) {
    switch (prim) {
      case Movement.Reshape(var x, var _) -> sums.add(x, () -> b.reshape(g, x.type().shape()));
      case Movement.Permute(var x, var order) -> sums.add(x, () -> b.permute(g, inverse(order)));
      case Movement.Expand(var x, var _) -> sums.add(x, () -> folded(g, x.type()));
      case Movement.Pad pad -> pad(pad, g);
      case Movement.Slice slice -> sums.add(slice.x(), () -> spread(slice, g));
      case Movement.Flip(var x, var axes) -> sums.add(x, () -> b.flip(g, axes));
      case Movement.Window window -> sums.add(window.x(), () -> overlapped(window, g));
      case Movement.Concat(var xs, var axis) -> {
        int start = 0;
        for (var x : xs) {
          int from = start;
          int to = from + x.type().extent(axis);
          sums.add(x, () -> b.slice(g, axis, from, to));
          start = to;
        }
      }
    }
  }

  static List<Integer> inverse(List<Integer> order) {
    var inverse = new ArrayList<>(Collections.nCopies(order.size(), 0));
    for (int i = 0; i < order.size(); i++) inverse.set(order.get(i), i);
    return inverse;
  }

  private Value folded(Value g, TensorType type) {
    var repeated = new ArrayList<Integer>();
    for (int axis = 0; axis < type.rank(); axis++) {
      if (type.extent(axis) != g.type().extent(axis)) repeated.add(axis);
    }
    return b.reduceKeeping(Fold.ADD, g, repeated);
  }

  private void pad(Movement.Pad pad, Value g) {
    var low = pad.low();
    var stop = new ArrayList<Integer>();
    for (int i = 0; i < low.size(); i++) stop.add(low.get(i) + pad.x().type().extent(i));
    var step = Collections.nCopies(low.size(), 1);
    sums.add(pad.x(), () -> b.slice(g, low, stop, step));
    sums.add(
        pad.value(),
        () -> {
          var zero = b.broadcast(b.like(g, 0.0), pad.x().type().shape());
          var border = b.pad(zero, low, pad.high(), b.like(g, 1.0));
          return b.reduce(Fold.ADD, b.mul(g, border), allAxes(g));
        });
  }

  private static List<Integer> allAxes(Value x) {
    var axes = new ArrayList<Integer>();
    for (int axis = 0; axis < x.type().rank(); axis++) axes.add(axis);
    return axes;
  }

  private Value spread(Movement.Slice slice, Value g) {
    var x = slice.x().type();
    var spread = g;
    for (int axis = 0; axis < x.rank(); axis++) {
      spread =
          spread(spread, axis, slice.step().get(axis), slice.start().get(axis), x.extent(axis));
    }
    return spread;
  }

  /** Element i of an axis comes to {@code start + i * step} of an axis of {@code extent} zeros. */
  private Value spread(Value g, int axis, int step, int start, int extent) {
    int count = g.type().extent(axis);
    var apart = step == 1 || count == 0 ? g : apart(g, axis, step);
    int high = extent - start - apart.type().extent(axis);
    return padded(apart, axis, start, high);
  }

  /** With {@code step - 1} zeros between neighbours. */
  private Value apart(Value g, int axis, int step) {
    var split = new ArrayList<>(g.type().shape().extents());
    split.add(axis + 1, 1);
    var cells = padded(b.reshape(g, new Shape(split)), axis + 1, 0, step - 1);
    int count = g.type().extent(axis);
    var flat = b.reshape(cells, g.type().shape().with(axis, count * step));
    return b.slice(flat, axis, 0, (count - 1) * step + 1);
  }

  private Value padded(Value g, int axis, int low, int high) {
    var lows = new ArrayList<>(Collections.nCopies(g.type().rank(), 0));
    var highs = new ArrayList<>(lows);
    lows.set(axis, low);
    highs.set(axis, high);
    return b.pad(g, lows, highs, Cotangents.zeros(b, g.type().with(Shape.SCALAR)));
  }

  /** Windows overlap, so each element gets a sum: one shifted copy for each place in a window. */
  private Value overlapped(Movement.Window window, Value g) {
    var type = window.x().type();
    int axis = window.axis();
    var shape = type.shape().with(axis, window.positions());
    var sum = Cotangents.zeros(b, type);
    for (int k = 0; k < window.size(); k++) {
      var place = b.reshape(b.slice(g, axis + 1, k, k + 1), shape);
      int start = k * window.dilation();
      sum = b.add(sum, spread(place, axis, window.stride(), start, type.extent(axis)));
    }
    return sum;
  }
}
