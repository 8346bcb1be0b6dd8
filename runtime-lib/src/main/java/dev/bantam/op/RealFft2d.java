package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The discrete Fourier transform of the last two axes, cropped or filled with zeros to a length. Of
 * a real input half of the last axis says all.
 */
public final class RealFft2d implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("RFFT2D").operand("x", Types.F32).operand("length", Types.I32).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] length = call.constant("length").toInts();
    int rank = x.type().rank();
    if (rank < 2 || length.length != 2 || length[0] < 1 || length[1] < 1) {
      throw call.refuse(
          "x is %s and the length has %d elements, must have two axes and lengths of at least 1",
          x.type(), length.length);
    }
    var fitted = fitted(fitted(x, rank - 2, length[0], b), rank - 1, length[1], b);
    int half = length[1] / 2 + 1;
    var rowCos = table(length[1], half, Math::cos, b);
    var rowSin = table(length[1], half, Math::sin, b);
    var real = transformed(fitted, rank - 1, rowCos, b);
    var imaginary = b.neg(transformed(fitted, rank - 1, rowSin, b));
    var cos = table(length[0], length[0], Math::cos, b);
    var sin = table(length[0], length[0], Math::sin, b);
    int axis = rank - 2;
    var re = b.add(transformed(real, axis, cos, b), transformed(imaginary, axis, sin, b));
    var im = b.sub(transformed(imaginary, axis, cos, b), transformed(real, axis, sin, b));
    return Complex.of(re, im, DType.C64, b);
  }

  private static Value fitted(Value x, int axis, int length, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    if (extent >= length) return b.slice(x, axis, 0, length);
    var low = Collections.nCopies(x.type().rank(), 0);
    var high = new ArrayList<>(low);
    high.set(axis, length - extent);
    return b.pad(x, low, high, b.like(x, 0.0));
  }

  /** {@code [length, outputs]}: a function of {@code 2 pi i k / length}. */
  private static Value table(
      int length, int outputs, DoubleUnaryOperator function, ProgramBuilder b) {
    var table = new float[length * outputs];
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < outputs; k++) {
        // The angle is that of the remainder, which keeps it small and exact.
        double turn = (double) ((long) i * k % length) / length;
        table[i * outputs + k] = (float) function.applyAsDouble(2 * Math.PI * turn);
      }
    }
    return b.constant(Literal.of(Shape.of(length, outputs), table));
  }

  private static Value transformed(Value x, int axis, Value table, ProgramBuilder b) {
    var last = b.contract(x, table, List.of(axis), List.of(0), List.of(), List.of(), DType.F32);
    int rank = x.type().rank();
    var order = new ArrayList<>(Axes.range(0, rank - 1));
    order.add(axis, rank - 1);
    return b.permute(last, order);
  }
}
