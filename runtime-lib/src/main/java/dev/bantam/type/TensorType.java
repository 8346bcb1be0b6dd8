package dev.bantam.type;

/** Element type and shape. As text: {@code f32[1,96,96,32]}. */
public record TensorType(DType dtype, Shape shape) {
  public static TensorType of(DType dtype, int... extents) {
    return new TensorType(dtype, Shape.of(extents));
  }

  public int rank() {
    return shape.rank();
  }

  public int extent(int axis) {
    return shape.extent(axis);
  }

  public long elements() {
    return shape.elements();
  }

  /** Size in memory, packed and without padding. */
  public long bytes() {
    return dtype.bytes(elements());
  }

  public TensorType with(DType other) {
    return new TensorType(other, shape);
  }

  public TensorType with(Shape other) {
    return new TensorType(dtype, other);
  }

  @Override
  public String toString() {
    return dtype + shape.toString();
  }

  /** Reads what {@link #toString} wrote. */
  public static TensorType parse(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0 || !text.endsWith("]")) {
      throw new IllegalArgumentException(
          "\"%s\" is no tensor type, such as f32[1,2]".formatted(text));
    }
    var inside = text.substring(bracket + 1, text.length() - 1).strip();
    var extents =
        inside.isEmpty()
            ? new int[0]
            : java.util.Arrays.stream(inside.split(","))
                .mapToInt(part -> Integer.parseInt(part.strip()))
                .toArray();
    return of(DType.parse(text.substring(0, bracket)), extents);
  }
}
