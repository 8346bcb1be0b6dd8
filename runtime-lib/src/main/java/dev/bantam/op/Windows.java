package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Windows that slide over the inner axes of {@code [batch, .., channels]}, one after the other: the
 * result is {@code [batch, out_1, size_1, out_2, size_2, .., channels]}.
 *
 * @param size of the window along each inner axis
 */
record Windows(List<Integer> size, List<Integer> stride, List<Integer> dilation, Padding padding) {
  static Windows of(Extent2d size, Extent2d stride, Extent2d dilation, Padding padding) {
    return new Windows(
        List.of(size.height(), size.width()),
        List.of(stride.height(), stride.width()),
        List.of(dilation.height(), dilation.width()),
        padding);
  }

  /** A window of one element, one after the other, is the image itself. */
  boolean isPointwise() {
    return size.stream().allMatch(extent -> extent == 1);
  }

  private int reach(int axis) {
    return (size.get(axis) - 1) * dilation.get(axis) + 1;
  }

  /** Windows over {@code x}, with {@code value}, a scalar, outside of the image. */
  Value over(Value x, Value value, ProgramBuilder b) {
    var windows = padded(x, value, b);
    for (int i = 0; i < size.size(); i++) {
      int axis = 1 + 2 * i;
      windows =
          isJustTooShort(windows.type().extent(axis), i)
              ? none(windows, axis, size.get(i), b)
              : b.window(windows, axis, size.get(i), stride.get(i), dilation.get(i));
    }
    return windows;
  }

  /** As stock kernels count, that gives no position; an image that is shorter yet is refused. */
  private boolean isJustTooShort(int extent, int axis) {
    return extent < reach(axis) && reach(axis) - extent < 2 * stride.get(axis);
  }

  /** No window along an axis, where it has no place: as many elements as it would have, 0 times. */
  static Value none(Value x, int axis, int size, ProgramBuilder b) {
    var nothing = b.slice(x, axis, 0, 0);
    var extents = new ArrayList<>(nothing.type().shape().extents());
    extents.add(axis + 1, size);
    return b.reshape(nothing, new Shape(extents));
  }

  /** The elements that a window of one element meets. */
  Value points(Value x, ProgramBuilder b) {
    var start = new ArrayList<>(Collections.nCopies(x.type().rank(), 0));
    var step = new ArrayList<>(Collections.nCopies(x.type().rank(), 1));
    for (int i = 0; i < size.size(); i++) step.set(1 + i, stride.get(i));
    return b.slice(x, start, x.type().shape().extents(), step);
  }

  private Value padded(Value x, Value value, ProgramBuilder b) {
    var low = new ArrayList<>(Collections.nCopies(x.type().rank(), 0));
    var high = new ArrayList<>(Collections.nCopies(x.type().rank(), 0));
    for (int i = 0; i < size.size(); i++) {
      int extent = x.type().extent(1 + i);
      int total = padding.total(extent, reach(i), stride.get(i));
      int before = padding.before(extent, reach(i), stride.get(i));
      low.set(1 + i, before);
      high.set(1 + i, total - before);
    }
    return b.pad(x, low, high, value);
  }

  /** Whether any window reaches over the border of {@code x}. */
  boolean pads(Value x) {
    for (int i = 0; i < size.size(); i++) {
      if (padding.total(x.type().extent(1 + i), reach(i), stride.get(i)) > 0) return true;
    }
    return false;
  }

  /** The axes of the result that hold positions, batch first. */
  List<Integer> positionAxes() {
    var axes = new ArrayList<>(List.of(0));
    for (int i = 0; i < size.size(); i++) axes.add(1 + 2 * i);
    return axes;
  }

  /** The axes of the result that hold the elements of a window. */
  List<Integer> elementAxes() {
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < size.size(); i++) axes.add(2 + 2 * i);
    return axes;
  }

  /** The axis of the result that holds the channels. */
  int channelAxis() {
    return 1 + 2 * size.size();
  }
}
