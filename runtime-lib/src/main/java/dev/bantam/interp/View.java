package dev.bantam.interp;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;

/**
 * A tensor: element {@code (i, j, ..)} is {@code elements[offset + i * strides[0] + j * strides[1]
 * + ..]}. Several views may share elements; none writes to them.
 */
final class View {
  /** What stands in a slot that is done with. */
  static final View NONE = dense(TensorType.of(DType.BOOL, 0), Elements.zeros(DType.BOOL, 0));

  private final TensorType type;
  private final Elements elements;
  private final int offset;
  private final int[] strides;

  View(TensorType type, Elements elements, int offset, int[] strides) {
    this.type = type;
    this.elements = elements;
    this.offset = offset;
    this.strides = strides;
  }

  /** Row-major elements, all of them. */
  static View dense(TensorType type, Elements elements) {
    return new View(type, elements, 0, rowMajor(type.shape()));
  }

  TensorType type() {
    return type;
  }

  DType dtype() {
    return type.dtype();
  }

  Elements elements() {
    return elements;
  }

  int offset() {
    return offset;
  }

  int stride(int axis) {
    return strides[axis];
  }

  int[] strides() {
    return strides.clone();
  }

  int count() {
    return Math.toIntExact(type.elements());
  }

  static int[] rowMajor(Shape shape) {
    var strides = new int[shape.rank()];
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      // The strides of an empty tensor are never used.
      stride *= shape.extent(axis);
    }
    return strides;
  }

  /** Whether the elements are those of the view, in row-major order and no others. */
  boolean isDense() {
    return offset == 0 && elements.length() == count() && isRowMajor();
  }

  private boolean isRowMajor() {
    int stride = 1;
    for (int axis = type.rank() - 1; axis >= 0; axis--) {
      if (type.extent(axis) != 1 && strides[axis] != stride) return false;
      stride *= type.extent(axis);
    }
    return true;
  }

  /** The same tensor with elements of its own, in row-major order. */
  View toDense() {
    if (isDense()) return this;
    var target = dense(type, elements.allocate(count()));
    copyTo(target);
    return target;
  }

  /** The same tensor under another shape of as many elements. */
  View reshaped(Shape shape) {
    if (isRowMajor()) return new View(type.with(shape), elements, offset, rowMajor(shape));
    return dense(type.with(shape), toDense().elements);
  }

  /** The part of this view that begins at {@code starts}. */
  View part(int[] starts, Shape shape) {
    int begin = offset;
    for (int axis = 0; axis < starts.length; axis++) begin += starts[axis] * strides[axis];
    return new View(type.with(shape), elements, begin, strides);
  }

  /** Index {@code i} of axis 0, without that axis. */
  View row(int i) {
    var rest = type.shape().extents().subList(1, type.rank());
    var kept = new int[rest.size()];
    System.arraycopy(strides, 1, kept, 0, kept.length);
    return new View(type.with(new Shape(rest)), elements, offset + i * strides[0], kept);
  }

  /** Copies all elements into a view of the same type, whose elements the caller has just made. */
  void copyTo(View target) {
    if (count() == 0) return;
    Loops.copy(this, target);
  }

  static View of(Literal literal) {
    return LiteralElements.read(literal);
  }

  Literal literal() {
    return LiteralElements.write(toDense());
  }

  /** The bytes of the literal of the tensor. */
  MemorySegment bytes() {
    return literal().bytes();
  }

  @Override
  public String toString() {
    return "view " + type;
  }
}
