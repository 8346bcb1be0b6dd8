package dev.bantam.type;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The extents of a tensor, outermost first; a scalar has none. */
public record Shape(List<Integer> extents) {
  public static final Shape SCALAR = new Shape(List.of());

  public Shape {
    extents = List.copyOf(extents);
    for (int extent : extents) {
      if (extent < 0)
        throw new IllegalArgumentException(
            "extent %d of %s is negative".formatted(extent, extents));
    }
  }

  public static Shape of(int... extents) {
    return new Shape(Arrays.stream(extents).boxed().toList());
  }

  public int rank() {
    return extents.size();
  }

  public int extent(int axis) {
    return extents.get(axis);
  }

  /**
   * How many elements, exactly: a product that leaves {@code long} is refused here, so no caller
   * can meet it.
   */
  public long elements() {
    // An empty tensor may have any other extents, so a zero is looked for before the product can
    // overflow.
    if (extents.contains(0)) return 0;
    return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Row-major strides in elements: of axis i, the product of the extents behind it. */
  public long[] strides() {
    var strides = new long[rank()];
    long stride = 1;
    for (int axis = rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = Math.multiplyExact(stride, (long) Math.max(extent(axis), 1));
    }
    return strides;
  }

  public int[] toArray() {
    return extents.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The same shape with another extent at one axis. */
  public Shape with(int axis, int extent) {
    var changed = toArray();
    changed[axis] = extent;
    return of(changed);
  }

  /** The shape that two shapes broadcast to, aligned at the last axis, as NumPy does it. */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    var extents = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.rank();
      int inB = axis - rank + b.rank();
      int extentA = inA < 0 ? 1 : a.extent(inA);
      int extentB = inB < 0 ? 1 : b.extent(inB);
      if (extentA != extentB && extentA != 1 && extentB != 1) {
        throw new IllegalArgumentException(
            "%s and %s do not broadcast: %d against %d".formatted(a, b, extentA, extentB));
      }
      extents[axis] = extentA == 1 ? extentB : extentA;
    }
    return of(extents);
  }

  @Override
  public String toString() {
    return extents.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
