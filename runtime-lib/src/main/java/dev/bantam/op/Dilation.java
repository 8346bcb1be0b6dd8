package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Elements put between the elements of an axis. */
final class Dilation {
  private Dilation() {}

  /** {@code x_0, value, .., value, x_1, ..}: neighbours become {@code step} apart. */
  static Value of(Value x, int axis, int step, Value value, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    if (step == 1 || extent == 0) return x;
    return b.composite(
        "dilate",
        "axis " + axis + " by " + step,
        List.of(x, value),
        (p, v) -> spaced(v.get(0), axis, step, v.get(1), p));
  }

  private static Value spaced(Value x, int axis, int step, Value value, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    int rank = x.type().rank();
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.add(axis + 1, 1);
    var low = Collections.nCopies(rank + 1, 0);
    var high = new ArrayList<>(low);
    high.set(axis + 1, step - 1);
    var gaps = b.pad(b.reshape(x, new Shape(extents)), low, high, value);
    var merged = b.reshape(gaps, x.type().shape().with(axis, extent * step));
    return b.slice(merged, axis, 0, (extent - 1) * step + 1);
  }
}
