package dev.bantam.interp;

import dev.bantam.prim.Movement;
import dev.bantam.type.Shape;
import java.util.List;

/** Movement primitives: another view where strides can say it, a copy where they cannot. */
final class Movements {
  private Movements() {}

  static View move(Movement movement, List<View> operands) {
    var x = operands.getFirst();
    return switch (movement) {
      case Movement.Reshape(_, var shape) -> x.reshaped(shape);
      case Movement.Permute permute -> permute(x, permute);
      case Movement.Expand(_, var shape) -> expand(x, shape);
      case Movement.Pad pad -> pad(x, pad, operands.get(1));
      case Movement.Slice slice -> slice(x, slice);
      case Movement.Flip flip -> flip(x, flip);
      case Movement.Window window -> window(x, window);
      case Movement.Concat concat -> concat(operands, concat);
    };
  }

  private static View permute(View x, Movement.Permute permute) {
    return permuted(x, permute.order());
  }

  static View permuted(View x, List<Integer> order) {
    var strides = new int[order.size()];
    var extents = new int[order.size()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = x.stride(order.get(i));
      extents[i] = x.type().extent(order.get(i));
    }
    return new View(x.type().with(Shape.of(extents)), x.elements(), x.offset(), strides);
  }

  private static View expand(View x, Shape shape) {
    var strides = x.strides();
    for (int i = 0; i < strides.length; i++) {
      if (x.type().extent(i) == 1) strides[i] = 0;
    }
    return new View(x.type().with(shape), x.elements(), x.offset(), strides);
  }

  private static View pad(View x, Movement.Pad pad, View value) {
    var type = pad.type();
    var padded = View.dense(type, x.elements().allocate(Math.toIntExact(type.elements())));
    value.elements().copy(value.offset(), 0, padded.elements(), 0, 1, padded.count());
    var starts = pad.low().stream().mapToInt(Integer::intValue).toArray();
    x.copyTo(padded.part(starts, x.type().shape()));
    return padded;
  }

  private static View slice(View x, Movement.Slice slice) {
    var strides = x.strides();
    int offset = x.offset();
    for (int i = 0; i < strides.length; i++) {
      offset += slice.start().get(i) * strides[i];
      strides[i] *= slice.step().get(i);
    }
    return new View(slice.type(), x.elements(), offset, strides);
  }

  private static View flip(View x, Movement.Flip flip) {
    if (x.count() == 0) return x;
    var strides = x.strides();
    int offset = x.offset();
    for (int axis : flip.axes()) {
      offset += (x.type().extent(axis) - 1) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return new View(x.type(), x.elements(), offset, strides);
  }

  private static View window(View x, Movement.Window window) {
    var strides = new int[x.type().rank() + 1];
    for (int i = 0; i < strides.length; i++) strides[i] = x.stride(i <= window.axis() ? i : i - 1);
    strides[window.axis() + 1] = strides[window.axis()] * window.dilation();
    strides[window.axis()] *= window.stride();
    return new View(window.type(), x.elements(), x.offset(), strides);
  }

  private static View concat(List<View> xs, Movement.Concat concat) {
    var type = concat.type();
    var whole =
        View.dense(type, xs.getFirst().elements().allocate(Math.toIntExact(type.elements())));
    var starts = new int[type.rank()];
    for (var x : xs) {
      x.copyTo(whole.part(starts, x.type().shape()));
      starts[concat.axis()] += x.type().extent(concat.axis());
    }
    return whole;
  }
}
