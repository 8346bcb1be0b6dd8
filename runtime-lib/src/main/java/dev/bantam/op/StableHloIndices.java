package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the windows lie that StableHLO's gather and scatter move: index vectors name the start of a
 * window along some axes of the operand.
 *
 * @param starts {@code [batch.., vector]}, in {@code i64}
 * @param axes the operand's axis that each component of a vector is of
 */
record StableHloIndices(Value starts, List<Integer> axes) {
  /** Of indices whose vectors lie along an axis; behind the last, vectors have one component. */
  static StableHloIndices of(Value indices, int vectorAxis, List<Integer> axes, ProgramBuilder b) {
    var wide = b.convert(indices, DType.I64);
    int rank = indices.type().rank();
    if (vectorAxis == rank) {
      var extents = new ArrayList<>(indices.type().shape().extents());
      extents.add(1);
      return new StableHloIndices(b.reshape(wide, new Shape(extents)), axes);
    }
    var order = new ArrayList<>(Axes.range(0, rank));
    order.remove(vectorAxis);
    order.add(vectorAxis);
    return new StableHloIndices(b.permute(wide, order), axes);
  }

  Shape batch() {
    var extents = starts.type().shape().extents();
    return new Shape(extents.subList(0, extents.size() - 1));
  }

  /**
   * The starts along one axis of the operand, {@code [batch..]}; zeros if the vectors name none.
   */
  private Value start(int axis, ProgramBuilder b) {
    int component = axes.indexOf(axis);
    if (component < 0) return b.broadcast(b.constant(DType.I64, 0L), batch());
    int last = starts.type().rank() - 1;
    return b.reshape(b.slice(starts, last, component, component + 1), batch());
  }

  /**
   * The flat indices of all elements of all windows, {@code [batch.., window..]}.
   *
   * @param clamped whether a window that does not fit is moved until it does; else those of its
   *     elements that are outside are -1
   */
  Value flat(Shape operand, Shape window, boolean clamped, ProgramBuilder b) {
    int batchRank = batch().rank();
    var extents = new ArrayList<>(batch().extents());
    extents.addAll(window.extents());
    var all = new Shape(extents);
    var strides = operand.strides();
    var flat = b.broadcast(b.constant(DType.I64, 0L), all);
    Value fits = b.eq(flat, flat);
    for (int axis = 0; axis < operand.rank(); axis++) {
      var start = start(axis, b);
      long last = (long) operand.extent(axis) - window.extent(axis);
      var zero = b.like(start, 0L);
      var most = b.like(start, last);
      if (clamped) {
        start = b.max(b.min(start, most), zero);
      }
      var along = new int[all.rank()];
      Arrays.fill(along, 1);
      along[batchRank + axis] = window.extent(axis);
      var offset = b.reshape(b.iota(window.extent(axis), DType.I64), along);
      var at = b.add(onBatch(start, all, b), offset);
      if (!clamped) fits = b.binary(Fn2.AND, fits, b.broadcast(within(at, operand, axis, b), all));
      flat = b.add(flat, b.mul(at, b.like(at, strides[axis])));
    }
    return clamped ? flat : b.select(fits, flat, b.like(flat, -1L));
  }

  private static Value within(Value at, Shape operand, int axis, ProgramBuilder b) {
    return b.binary(
        Fn2.AND,
        Derived.lessOrEqual(b, b.like(at, 0L), at),
        b.lt(at, b.like(at, (long) operand.extent(axis))));
  }

  /** With axes of extent 1 for those of a window. */
  private Value onBatch(Value x, Shape all, ProgramBuilder b) {
    var extents = new ArrayList<>(x.type().shape().extents());
    while (extents.size() < all.rank()) extents.add(1);
    return b.reshape(x, new Shape(extents));
  }
}
