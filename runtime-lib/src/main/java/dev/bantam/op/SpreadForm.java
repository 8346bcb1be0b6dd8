package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sums of a transposed convolution: the image is spread by the stride, padded, and convolved
 * with the flipped filter.
 *
 * @param result the extents of the result's inner axes
 */
record SpreadForm(
    List<Integer> size,
    List<Integer> stride,
    List<Integer> dilation,
    List<Integer> result,
    Padding padding)
    implements WeightedSum.Form {
  @Override
  public boolean scalesByChannelFirst() {
    return true;
  }

  @Override
  public boolean pads(Value x) {
    return true;
  }

  @Override
  public Value sum(Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b) {
    var spread = x;
    for (int i = 0; i < size.size(); i++)
      spread = Dilation.of(spread, 1 + i, stride.get(i), outside, b);
    var fitted = fitted(spread, outside, b);
    var ones = Collections.nCopies(size.size(), 1);
    var windows = new Windows(size, ones, dilation, Padding.VALID);
    var flipped = b.flip(weights, Axes.range(1, 1 + size.size()));
    return new FilterForm(windows, 1).sum(fitted, outside, flipped, accumulator, b);
  }

  /** Padded, or cropped, to what the windows of every element of the result need. */
  private Value fitted(Value spread, Value outside, ProgramBuilder b) {
    int rank = spread.type().rank();
    var low = new ArrayList<>(Collections.nCopies(rank, 0));
    var high = new ArrayList<>(Collections.nCopies(rank, 0));
    var start = new ArrayList<>(Collections.nCopies(rank, 0));
    var stop = new ArrayList<Integer>();
    for (int axis = 0; axis < rank; axis++) stop.add(spread.type().extent(axis));
    for (int i = 0; i < size.size(); i++) {
      int axis = 1 + i;
      int reach = (size.get(i) - 1) * dilation.get(i) + 1;
      int before = reach - 1 - padding.before(result.get(i), reach, stride.get(i));
      int wanted = result.get(i) + reach - 1;
      int after = wanted - spread.type().extent(axis) - before;
      low.set(axis, Math.max(before, 0));
      high.set(axis, Math.max(after, 0));
      int padded = spread.type().extent(axis) + low.get(axis) + high.get(axis);
      start.set(axis, Math.max(-before, 0));
      stop.set(axis, padded - Math.max(-after, 0));
    }
    for (int axis : List.of(0, rank - 1)) stop.set(axis, spread.type().extent(axis));
    var padded = b.pad(spread, low, high, outside);
    return b.slice(padded, start, stop, Collections.nCopies(rank, 1));
  }

  @Override
  public Value weightSums(Value weights, ProgramBuilder b) {
    return FilterForm.perFilter(weights, b);
  }
}
