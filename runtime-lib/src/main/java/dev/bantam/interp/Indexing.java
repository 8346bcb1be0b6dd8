package dev.bantam.interp;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Update;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Primitives whose indices are values: an index outside is never read or written at. */
final class Indexing {
  private Indexing() {}

  /** Indices as longs; those of {@code i32} widened. */
  private static long[] indices(View view) {
    return Lanes.longs(Conversions.convert(view, DType.I64));
  }

  static View gather(View x, View indices, int axis, TensorType type) {
    var wanted = indices(indices);
    int extent = x.type().extent(axis);
    var rest = new ArrayList<>(x.type().shape().extents());
    rest.set(axis, wanted.length);
    var between = new TensorType(x.dtype(), new Shape(rest));
    // Elements that nothing is copied to stay 0.
    var result = View.dense(between, x.elements().allocate(Math.toIntExact(type.elements())));
    var one = new Shape(x.type().shape().extents()).with(axis, 1);
    var from = new int[rest.size()];
    var to = new int[rest.size()];
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] < 0 || wanted[i] >= extent) continue;
      from[axis] = (int) wanted[i];
      to[axis] = i;
      x.part(from, one).copyTo(result.part(to, one));
    }
    return result.reshaped(type.shape());
  }

  /** A gather from a table of one axis, element by element. */
  static boolean isTable(View x) {
    return x.type().rank() == 1;
  }

  static View lookUp(View table, View indices, TensorType type) {
    var wanted = indices(indices);
    var elements = table.elements();
    var result = elements.allocate(wanted.length);
    int extent = table.type().extent(0);
    int offset = table.offset();
    int step = table.stride(0);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] < 0 || wanted[i] >= extent) continue;
      elements.copy(offset + (int) wanted[i] * step, 1, result, i, 1, 1);
    }
    return View.dense(type, result);
  }

  static View scatter(Update update, View x, View indices, View updates) {
    var wanted = indices(indices);
    var result = View.dense(x.type(), x.elements().allocate(x.count()));
    x.copyTo(result);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] < 0 || wanted[i] >= x.type().extent(0)) continue;
      var row = result.row((int) wanted[i]);
      combine(update, row, updates.row(i)).copyTo(row);
    }
    return result;
  }

  private static View combine(Update update, View row, View by) {
    return switch (update) {
      case SET -> by;
      case ADD -> Arithmetic.binary(Fn2.ADD, row, by);
      case MUL -> Arithmetic.binary(Fn2.MUL, row, by);
      case MAX -> Arithmetic.binary(Fn2.MAX, row, by);
      case MIN -> Arithmetic.binary(Fn2.MIN, row, by);
      case AND -> Arithmetic.binary(Fn2.AND, row, by);
      case OR -> Arithmetic.binary(Fn2.OR, row, by);
    };
  }

  static View slice(View x, List<View> starts, Shape sizes) {
    return x.part(clamped(x, starts, sizes), sizes);
  }

  static View update(View x, View update, List<View> starts) {
    var result = View.dense(x.type(), x.elements().allocate(x.count()));
    x.copyTo(result);
    var shape = update.type().shape();
    update.copyTo(result.part(clamped(x, starts, shape), shape));
    return result;
  }

  private static int[] clamped(View x, List<View> starts, Shape sizes) {
    var clamped = new int[starts.size()];
    for (int axis = 0; axis < clamped.length; axis++) {
      long wanted = indices(starts.get(axis))[0];
      // A u64 beyond 2^63 is a large start, not a negative one.
      if (starts.get(axis).dtype() == DType.U64 && wanted < 0) wanted = Long.MAX_VALUE;
      int last = x.type().extent(axis) - sizes.extent(axis);
      clamped[axis] = (int) Math.max(0, Math.min(last, wanted));
    }
    return clamped;
  }

  /** The results of a sort, once it is known where each element of an axis comes from. */
  static View take(View x, int axis, int[][] from) {
    var last = lastAxis(x, axis);
    var sorted = View.dense(last.type(), x.elements().allocate(x.count()));
    int length = x.type().extent(axis);
    var dense = last.toDense().elements();
    for (int row = 0; row < from.length; row++) {
      for (int i = 0; i < length; i++) {
        dense.copy(row * length + from[row][i], 1, sorted.elements(), row * length + i, 1, 1);
      }
    }
    return firstAxes(sorted, axis);
  }

  /** The same with {@code axis} moved to the end. */
  static View lastAxis(View x, int axis) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < x.type().rank(); i++) if (i != axis) order.add(i);
    order.add(axis);
    return Movements.permuted(x, order);
  }

  /** The last axis moved back to {@code axis}. */
  private static View firstAxes(View x, int axis) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < x.type().rank() - 1; i++) order.add(i);
    order.add(axis, x.type().rank() - 1);
    return Movements.permuted(x, order);
  }

  static View gather(Indexed.Gather gather, View x, View indices, TensorType type) {
    return isTable(x) ? lookUp(x, indices, type) : gather(x, indices, gather.axis(), type);
  }
}
