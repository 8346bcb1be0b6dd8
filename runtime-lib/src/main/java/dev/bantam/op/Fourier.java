package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The discrete Fourier transform along the last axis: for short lengths a contraction with a
 * constant matrix, for long ones a step of Cooley and Tukey, so that tables stay small.
 */
final class Fourier {
  /** The longest transform that is one contraction. */
  private static final int MOST_AT_ONCE = 128;

  /** Real and imaginary part, of one type. */
  record Spectrum(Value real, Value imaginary) {}

  private Fourier() {}

  /** The first half of the spectrum of reals, which says all: {@code n / 2 + 1} frequencies. */
  static Spectrum ofReal(Value x, ProgramBuilder b) {
    int length = length(x);
    int half = length / 2 + 1;
    if (length <= MOST_AT_ONCE) {
      return new Spectrum(
          contracted(x, table(length, half, Math::cos, x.type().dtype(), b), b),
          b.neg(contracted(x, table(length, half, Math::sin, x.type().dtype(), b), b)));
    }
    var all = of(new Spectrum(x, b.broadcast(b.like(x, 0.0), x.type().shape())), b);
    int axis = x.type().rank() - 1;
    return new Spectrum(
        b.slice(all.real(), axis, 0, half), b.slice(all.imaginary(), axis, 0, half));
  }

  /** Of complex numbers, as many as there are. */
  static Spectrum of(Spectrum x, ProgramBuilder b) {
    int length = length(x.real());
    int radix = radix(length);
    if (length <= MOST_AT_ONCE || radix == length) return direct(x, b);
    int rest = length / radix;
    // Along the first of the two axes, then along the second, with a turn of each in between.
    var rows = split(x, radix, rest, b);
    var columns = transposed(direct(transposed(rows, b), b), b);
    var turned = turned(columns, radix, rest, b);
    return joined(transposed(of(turned, b), b), x.real().type().shape(), b);
  }

  private static int length(Value x) {
    return x.type().extent(x.type().rank() - 1);
  }

  /** The greatest divisor that is worth one contraction; a length without one is its own. */
  private static int radix(int length) {
    for (int radix = MOST_AT_ONCE; radix > 1; radix--) if (length % radix == 0) return radix;
    return length;
  }

  private static Spectrum direct(Spectrum x, ProgramBuilder b) {
    int length = length(x.real());
    var dtype = x.real().type().dtype();
    var cos = table(length, length, Math::cos, dtype, b);
    var sin = table(length, length, Math::sin, dtype, b);
    return new Spectrum(
        b.add(contracted(x.real(), cos, b), contracted(x.imaginary(), sin, b)),
        b.sub(contracted(x.imaginary(), cos, b), contracted(x.real(), sin, b)));
  }

  private static Value contracted(Value x, Value table, ProgramBuilder b) {
    int axis = x.type().rank() - 1;
    var dtype = x.type().dtype();
    return b.contract(x, table, List.of(axis), List.of(0), List.of(), List.of(), dtype);
  }

  private static Spectrum split(Spectrum x, int rows, int columns, ProgramBuilder b) {
    var extents = new ArrayList<>(x.real().type().shape().extents());
    extents.removeLast();
    extents.addAll(List.of(rows, columns));
    var shape = new Shape(extents);
    return new Spectrum(b.reshape(x.real(), shape), b.reshape(x.imaginary(), shape));
  }

  private static Spectrum transposed(Spectrum x, ProgramBuilder b) {
    int rank = x.real().type().rank();
    var order = new ArrayList<>(Axes.range(0, rank - 2));
    order.addAll(List.of(rank - 1, rank - 2));
    return new Spectrum(b.permute(x.real(), order), b.permute(x.imaginary(), order));
  }

  private static Spectrum joined(Spectrum x, Shape shape, ProgramBuilder b) {
    return new Spectrum(b.reshape(x.real(), shape), b.reshape(x.imaginary(), shape));
  }

  /** Element (k, i) times {@code exp(-2 pi i k / length)}. */
  private static Spectrum turned(Spectrum x, int rows, int columns, ProgramBuilder b) {
    var dtype = x.real().type().dtype();
    int length = rows * columns;
    var cos = constant(rows, columns, length, Math::cos, dtype, b);
    var sin = constant(rows, columns, length, Math::sin, dtype, b);
    return new Spectrum(
        b.add(b.mul(x.real(), cos), b.mul(x.imaginary(), sin)),
        b.sub(b.mul(x.imaginary(), cos), b.mul(x.real(), sin)));
  }

  /** {@code [length, outputs]}: a function of {@code 2 pi i k / length}. */
  private static Value table(
      int length, int outputs, DoubleUnaryOperator function, DType dtype, ProgramBuilder b) {
    return constant(length, outputs, length, function, dtype, b);
  }

  private static Value constant(
      int rows,
      int columns,
      int length,
      DoubleUnaryOperator function,
      DType dtype,
      ProgramBuilder b) {
    var type = TensorType.of(dtype, rows, columns);
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        // The angle is that of the remainder, which keeps it small and exact.
        double turn = (double) ((long) i * k % length) / length;
        double value = function.applyAsDouble(2 * Math.PI * turn);
        Literal.write(segment, dtype, (long) i * columns + k, value, 0);
      }
    }
    return b.constant(new Literal(type, segment));
  }
}
