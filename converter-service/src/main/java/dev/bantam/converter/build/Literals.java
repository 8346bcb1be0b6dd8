package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** New literal values out of old ones, on the spot. */
public final class Literals {
  private Literals() {}

  public static Literal ints(List<? extends Number> values) {
    return Literal.of(
        Shape.of(values.size()), values.stream().mapToInt(Number::intValue).toArray());
  }

  public static Literal ints(int... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  public static Literal floats(float... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  /** Of any arithmetic type or bool; integers wrap. */
  public static Literal filled(TensorType type, double value) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++)
      Literal.write(bytes, type.dtype(), i, value, (long) value);
    return new Literal(type, bytes);
  }

  /** The same values as another arithmetic type. */
  public static Literal cast(Literal literal, DType dtype) {
    var from = literal.type().dtype();
    if (from == dtype) return literal;
    var type = literal.type().with(dtype);
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < literal.elements(); i++) {
      double real = literal.real(i);
      long integer = from.isFloat() ? truncated(real, dtype) : literal.integer(i);
      Literal.write(bytes, dtype, i, real, integer);
    }
    return new Literal(type, bytes);
  }

  private static long truncated(double real, DType dtype) {
    if (dtype == DType.BOOL) return real != 0 ? 1 : 0;
    return dtype == DType.I32 ? (int) real : (long) real;
  }

  public static Literal map(Literal literal, DoubleUnaryOperator fn) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(literal.type().bytes())]);
    for (long i = 0; i < literal.elements(); i++) {
      double value = fn.applyAsDouble(literal.real(i));
      Literal.write(bytes, literal.type().dtype(), i, value, (long) value);
    }
    return new Literal(literal.type(), bytes);
  }

  /** The literal with its axes in another order, as a transpose makes it. */
  public static Literal transposed(Literal literal, List<Integer> order) {
    var shape = literal.type().shape();
    var from = shape.strides();
    var extents = order.stream().mapToInt(shape::extent).toArray();
    var type = literal.type().with(Shape.of(extents));
    if (literal.elements() == 0) return new Literal(type, literal.bytes());
    var steps = order.stream().mapToLong(axis -> from[axis]).toArray();
    int size = type.dtype().bytes();
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    var index = new int[extents.length];
    long source = 0;
    for (long i = 0; i < type.elements(); i++) {
      MemorySegment.copy(literal.bytes(), source * size, bytes, i * size, size);
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        source += steps[axis];
        if (++index[axis] < extents[axis]) break;
        source -= steps[axis] * extents[axis];
        index[axis] = 0;
      }
    }
    return new Literal(type, bytes);
  }

  /** Whether all elements are this number. */
  public static boolean isAll(Literal literal, double value) {
    return IntStream.range(0, (int) Math.min(literal.elements(), Integer.MAX_VALUE))
        .allMatch(i -> literal.real(i) == value);
  }
}
