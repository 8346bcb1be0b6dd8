package dev.bantam.interp;

import java.util.Arrays;
import java.util.List;

/** Walks over two views of one shape, in runs as long as their strides allow. */
final class Loops {
  private Loops() {}

  /** One loop over both: its extent, and the steps of source and target. */
  private record Loop(int extent, int step, int targetStep) {
    boolean contains(Loop inner) {
      return step == inner.step * inner.extent && targetStep == inner.targetStep * inner.extent;
    }
  }

  static void copy(View source, View target) {
    var loops = merged(source, target);
    int depth = loops.length;
    if (depth == 0) {
      source.elements().copy(source.offset(), 1, target.elements(), target.offset(), 1, 1);
      return;
    }
    var inner = loops[depth - 1];
    var at = new int[depth];
    int from = source.offset();
    int to = target.offset();
    while (true) {
      source
          .elements()
          .copy(from, inner.step, target.elements(), to, inner.targetStep, inner.extent);
      int axis = depth - 2;
      while (axis >= 0 && ++at[axis] == loops[axis].extent) {
        from -= (loops[axis].extent - 1) * loops[axis].step;
        to -= (loops[axis].extent - 1) * loops[axis].targetStep;
        at[axis--] = 0;
      }
      if (axis < 0) return;
      from += loops[axis].step;
      to += loops[axis].targetStep;
    }
  }

  /** Without axes of extent 1, and with neighbours that are one run made one. */
  private static Loop[] merged(View source, View target) {
    var loops = new Loop[source.type().rank()];
    int depth = 0;
    for (int axis = 0; axis < source.type().rank(); axis++) {
      int extent = source.type().extent(axis);
      if (extent == 1) continue;
      var loop = new Loop(extent, source.stride(axis), target.stride(axis));
      if (depth > 0 && loops[depth - 1].contains(loop)) {
        loops[depth - 1] = new Loop(loops[depth - 1].extent * extent, loop.step, loop.targetStep);
      } else {
        loops[depth++] = loop;
      }
    }
    return Arrays.copyOf(loops, depth);
  }

  /**
   * The offsets, from a view's own, of all index combinations of some of its axes, the last the
   * fastest.
   */
  static int[] offsets(View view, List<Integer> axes) {
    int count = 1;
    for (int axis : axes) count = Math.multiplyExact(count, view.type().extent(axis));
    var offsets = new int[count];
    int filled = 1;
    for (int i = axes.size() - 1; i >= 0 && count > 0; i--) {
      int extent = view.type().extent(axes.get(i));
      int stride = view.stride(axes.get(i));
      for (int k = 1; k < extent; k++) {
        for (int j = 0; j < filled; j++) offsets[k * filled + j] = offsets[j] + k * stride;
      }
      filled *= extent;
    }
    return offsets;
  }
}
