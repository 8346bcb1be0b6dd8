package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Index vectors as single indices into the leading axes taken as one. */
final class FlatIndex {
  private FlatIndex() {}

  /**
   * Of {@code [.., depth]} index vectors, {@code [..]}; -1 where a component lies outside of its
   * axis, so that nothing is read or written there.
   */
  static Value of(Value given, Shape shape, ProgramBuilder b) {
    // One index for all axes is more than the indices of each may have bits for.
    var indices = given.type().dtype().bits() < 32 ? b.convert(given, DType.I32) : given;
    int last = indices.type().rank() - 1;
    int depth = indices.type().extent(last);
    var rest = new Shape(indices.type().shape().extents().subList(0, last));
    var flat = b.broadcast(b.like(indices, 0L), rest);
    Value inside = b.eq(flat, flat);
    for (int i = 0; i < depth; i++) {
      var component = b.reshape(b.slice(indices, last, i, i + 1), rest);
      var extent = b.like(component, (long) shape.extent(i));
      inside = b.binary(Fn2.AND, inside, within(component, extent, b));
      flat = b.add(b.mul(flat, extent), component);
    }
    return b.select(inside, flat, b.like(flat, -1L));
  }

  private static Value within(Value index, Value extent, ProgramBuilder b) {
    return b.binary(Fn2.AND, b.lt(b.like(index, -1L), index), b.lt(index, extent));
  }

  /** How many elements so many leading axes have together. */
  static int leading(Shape shape, int axes) {
    return Math.toIntExact(new Shape(shape.extents().subList(0, axes)).elements());
  }

  /** One axis for so many leading ones, and the rest. */
  static Shape joined(Shape shape, int axes) {
    var extents = new ArrayList<>(List.of(leading(shape, axes)));
    extents.addAll(shape.extents().subList(axes, shape.rank()));
    return new Shape(extents);
  }
}
