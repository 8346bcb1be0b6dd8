package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;

/** Elements put between the elements of an axis. */
final class Dilation {
  private Dilation() {}

  /** {@code x_0, value, .., value, x_1, ..}: neighbours become {@code step} apart. */
  static Value of(Value x, int axis, int step, Value value, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    if (step == 1 || extent == 0) return x;
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
