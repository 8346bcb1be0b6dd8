package dev.bantam.prim;

import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A view: an element of the result is an element of an operand, or the padding. Costs nothing by
 * itself.
 */
public sealed interface Movement extends Prim.Single {
  record Reshape(Value x, Shape shape) implements Movement {
    public Reshape {
      if (shape.elements() != x.type().elements()) {
        throw new IllegalArgumentException(
            "%s has %d elements, reshaped to %s with %d"
                .formatted(x.type(), x.type().elements(), shape, shape.elements()));
      }
    }

    @Override
    public TensorType type() {
      return x.type().with(shape);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Reshape(operands.getFirst(), shape);
    }
  }

  /** Axis {@code i} of the result is axis {@code order[i]} of {@code x}. */
  record Permute(Value x, List<Integer> order) implements Movement {
    public Permute {
      order = List.copyOf(order);
      if (order.size() != x.type().rank() || new TreeSet<>(order).size() != order.size()) {
        throw new IllegalArgumentException(
            "%s is no order of the axes of %s".formatted(order, x.type()));
      }
      for (int axis : order) Objects.checkIndex(axis, x.type().rank());
    }

    @Override
    public TensorType type() {
      return x.type().with(new Shape(order.stream().map(x.type()::extent).toList()));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Permute(operands.getFirst(), order);
    }
  }

  /**
   * Axes of extent 1 are repeated to the extent of {@code shape}, which has the rank of {@code x}.
   */
  record Expand(Value x, Shape shape) implements Movement {
    public Expand {
      if (shape.rank() != x.type().rank()) {
        throw new IllegalArgumentException(
            "%s expanded to %s of another rank".formatted(x.type(), shape));
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (x.type().extent(axis) != 1 && x.type().extent(axis) != shape.extent(axis)) {
          throw new IllegalArgumentException(
              "%s does not expand to %s at axis %d".formatted(x.type(), shape, axis));
        }
      }
    }

    @Override
    public TensorType type() {
      return x.type().with(shape);
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Expand(operands.getFirst(), shape);
    }
  }

  /**
   * {@code low[i]} elements of {@code value}, a scalar, before axis i, and {@code high[i]} behind
   * it.
   */
  record Pad(Value x, List<Integer> low, List<Integer> high, Value value) implements Movement {
    public Pad {
      low = List.copyOf(low);
      high = List.copyOf(high);
      if (low.size() != x.type().rank() || high.size() != x.type().rank()) {
        throw new IllegalArgumentException(
            "padding %s, %s of %s, must be one per axis".formatted(low, high, x.type()));
      }
      for (int amount : low)
        if (amount < 0) throw new IllegalArgumentException("padding " + low + " is negative");
      for (int amount : high)
        if (amount < 0) throw new IllegalArgumentException("padding " + high + " is negative");
      if (!value.type().equals(new TensorType(x.type().dtype(), Shape.SCALAR))) {
        throw new IllegalArgumentException(
            "padding value %s for %s, must be a scalar of it".formatted(value.type(), x.type()));
      }
    }

    @Override
    public TensorType type() {
      var extents = new int[low.size()];
      for (int i = 0; i < extents.length; i++) {
        extents[i] = Math.addExact(x.type().extent(i), Math.addExact(low.get(i), high.get(i)));
      }
      return x.type().with(Shape.of(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x, value);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Pad(operands.get(0), low, high, operands.get(1));
    }
  }

  /**
   * Elements {@code start, start + step, ...} below {@code stop} of each axis; {@code step} is at
   * least 1.
   */
  record Slice(Value x, List<Integer> start, List<Integer> stop, List<Integer> step)
      implements Movement {
    public Slice {
      start = List.copyOf(start);
      stop = List.copyOf(stop);
      step = List.copyOf(step);
      int rank = x.type().rank();
      if (start.size() != rank || stop.size() != rank || step.size() != rank) {
        throw new IllegalArgumentException(
            "slice %s:%s:%s of %s".formatted(start, stop, step, x.type()));
      }
      for (int i = 0; i < rank; i++) {
        if (start.get(i) < 0
            || stop.get(i) < start.get(i)
            || stop.get(i) > x.type().extent(i)
            || step.get(i) < 1) {
          throw new IllegalArgumentException(
              "slice %d:%d:%d of axis %d of %s"
                  .formatted(start.get(i), stop.get(i), step.get(i), i, x.type()));
        }
      }
    }

    @Override
    public TensorType type() {
      var extents = new int[start.size()];
      for (int i = 0; i < extents.length; i++)
        extents[i] = Math.ceilDiv(stop.get(i) - start.get(i), step.get(i));
      return x.type().with(Shape.of(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Slice(operands.getFirst(), start, stop, step);
    }
  }

  /** Reverses {@code axes}. */
  record Flip(Value x, SortedSet<Integer> axes) implements Movement {
    public Flip {
      axes = Operands.axesOf(axes, x);
    }

    @Override
    public TensorType type() {
      return x.type();
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Flip(operands.getFirst(), axes);
    }
  }

  /**
   * Splits {@code axis} in two, {@code [positions, size]}: {@code y[.., o, k, ..] = x[.., o *
   * stride + k * dilation, ..]}. The views overlap; convolution and pooling are recognised by it.
   */
  record Window(Value x, int axis, int size, int stride, int dilation) implements Movement {
    public Window {
      Objects.checkIndex(axis, x.type().rank());
      if (size < 1 || stride < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            "window of size %d, stride %d, dilation %d".formatted(size, stride, dilation));
      }
      if (Math.multiplyExact(size - 1, dilation) >= x.type().extent(axis)) {
        throw new IllegalArgumentException(
            "window of %d elements %d apart does not fit into axis %d of %s"
                .formatted(size, dilation, axis, x.type()));
      }
    }

    public int positions() {
      return (x.type().extent(axis) - (size - 1) * dilation - 1) / stride + 1;
    }

    @Override
    public TensorType type() {
      var extents = new ArrayList<>(x.type().shape().extents());
      extents.set(axis, positions());
      extents.add(axis + 1, size);
      return x.type().with(new Shape(extents));
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Window(operands.getFirst(), axis, size, stride, dilation);
    }
  }

  /** One behind the other along {@code axis}; at least one. */
  record Concat(List<Value> xs, int axis) implements Movement {
    public Concat {
      xs = List.copyOf(xs);
      if (xs.isEmpty()) throw new IllegalArgumentException("concat of nothing");
      var first = xs.getFirst().type();
      Objects.checkIndex(axis, first.rank());
      for (var x : xs) {
        if (x.type().rank() != first.rank()
            || !x.type().with(x.type().shape().with(axis, first.extent(axis))).equals(first)) {
          throw new IllegalArgumentException(
              "concat of %s and %s along axis %d".formatted(first, x.type(), axis));
        }
      }
    }

    @Override
    public TensorType type() {
      int extent = 0;
      for (var x : xs) extent = Math.addExact(extent, x.type().extent(axis));
      var first = xs.getFirst().type();
      return first.with(first.shape().with(axis, extent));
    }

    @Override
    public List<Value> operands() {
      return xs;
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Concat(operands, axis);
    }
  }
}
