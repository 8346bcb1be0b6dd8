package dev.bantam.testing;

import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random views; what a view is of keeps its accuracy. */
final class RandomMovement {
  private final RandomSteps steps;
  private final RandomValues values;

  RandomMovement(RandomSteps steps) {
    this.steps = steps;
    this.values = steps.values;
  }

  void step() {
    if (values.onceIn(15)) {
      iota();
      return;
    }
    var entry = steps.anyToMove();
    // The bound of a sum would have to be moved along.
    if (entry.accuracy().terms() != null) return;
    var x = entry.value();
    switch (values.below(8)) {
      case 0 -> steps.add(steps.b.reshape(x, regrouped(x.type().shape())), entry.accuracy());
      case 1 -> steps.add(steps.b.permute(x, order(x.type().rank())), entry.accuracy());
      case 2 -> steps.add(expanded(x), entry.accuracy());
      case 3 -> pad(entry);
      case 4 -> steps.add(sliced(x), entry.accuracy());
      case 5 -> steps.add(flipped(x), entry.accuracy());
      case 6 -> window(entry);
      default -> concat(entry);
    }
  }

  private void iota() {
    var dtype = values.number();
    int extent = values.between(1, 8);
    var accuracy = dtype.isFloat() ? Accuracy.grid(extent, 1) : Accuracy.EXACT;
    steps.add(steps.b.iota(extent, dtype), accuracy);
  }

  /** The same elements under a shape of neighbouring axes merged, and ones put in. */
  private Shape regrouped(Shape shape) {
    var extents = new ArrayList<Integer>();
    for (int extent : shape.extents()) {
      boolean merges = !extents.isEmpty() && values.onceIn(2);
      if (merges) extents.set(extents.size() - 1, extents.getLast() * extent);
      else extents.add(extent);
      if (values.onceIn(5)) extents.add(1);
    }
    if (values.onceIn(3) && !extents.isEmpty()) {
      int axis = values.below(extents.size());
      int extent = extents.get(axis);
      for (int factor : new int[] {2, 3}) {
        if (extent > 0 && extent % factor == 0) {
          extents.set(axis, extent / factor);
          extents.add(axis + values.below(2), factor);
          break;
        }
      }
    }
    return new Shape(extents);
  }

  private List<Integer> order(int rank) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < rank; i++) order.add(i);
    Collections.shuffle(order, new Random(values.below(1 << 30)));
    return order;
  }

  private Value expanded(Value x) {
    var extents = x.type().shape().toArray();
    for (int i = 0; i < extents.length; i++) if (extents[i] == 1) extents[i] = values.between(1, 4);
    if (values.onceIn(2)) return steps.b.expand(x, Shape.of(extents));
    var more = new ArrayList<>(Shape.of(extents).extents());
    more.addFirst(values.between(1, 3));
    return steps.b.broadcast(x, new Shape(more));
  }

  private void pad(RandomSteps.Entry entry) {
    var x = entry.value();
    var low = new ArrayList<Integer>();
    var high = new ArrayList<Integer>();
    for (int i = 0; i < x.type().rank(); i++) {
      low.add(values.onceIn(2) ? values.below(3) : 0);
      high.add(values.onceIn(2) ? values.below(3) : 0);
    }
    var scalar = new TensorType(x.type().dtype(), Shape.SCALAR);
    var value = values.onceIn(2) ? steps.constant(scalar) : steps.like(scalar);
    steps.add(steps.b.pad(x, low, high, value.value()), joined(entry.accuracy(), value.accuracy()));
  }

  private Value sliced(Value x) {
    var start = new ArrayList<Integer>();
    var stop = new ArrayList<Integer>();
    var step = new ArrayList<Integer>();
    for (int extent : x.type().shape().extents()) {
      int from = values.onceIn(2) ? 0 : values.between(0, extent);
      start.add(from);
      stop.add(values.onceIn(2) ? extent : values.between(Math.min(from + 1, extent), extent));
      step.add(values.onceIn(3) ? values.between(1, 3) : 1);
    }
    return steps.b.slice(x, start, stop, step);
  }

  private Value flipped(Value x) {
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < x.type().rank(); i++) if (values.onceIn(2)) axes.add(i);
    return steps.b.flip(x, axes);
  }

  private void window(RandomSteps.Entry entry) {
    var x = entry.value();
    if (x.type().rank() == 0 || x.type().rank() > 5) return;
    int axis = values.below(x.type().rank());
    int extent = x.type().extent(axis);
    if (extent == 0) return;
    int dilation = values.onceIn(3) ? 2 : 1;
    int size = values.between(1, Math.min(3, (extent - 1) / dilation + 1));
    steps.add(steps.b.window(x, axis, size, values.between(1, 2), dilation), entry.accuracy());
  }

  private void concat(RandomSteps.Entry entry) {
    var x = entry.value();
    if (x.type().rank() == 0) return;
    int axis = values.below(x.type().rank());
    var xs = new ArrayList<>(List.of(x));
    var accuracy = entry.accuracy();
    for (int i = values.between(1, 2); i > 0; i--) {
      var shape = x.type().shape().with(axis, values.between(0, 3));
      var other = values.onceIn(2) ? entry : steps.like(x.type().with(shape));
      xs.add(other.value());
      accuracy = joined(accuracy, other.accuracy());
    }
    steps.add(steps.b.concat(xs, axis), accuracy);
  }

  /** Of elements from both. */
  static Accuracy joined(Accuracy a, Accuracy b) {
    return new Accuracy(
        Math.max(a.most(), b.most()),
        a.isGrid() && b.isGrid() ? Math.min(a.grain(), b.grain()) : 0,
        a.zeroSigned() && b.zeroSigned(),
        Math.max(a.ulps(), b.ulps()),
        null,
        0);
  }

  static boolean isBits(DType dtype) {
    return dtype.isInteger() || dtype == DType.BOOL;
  }
}
