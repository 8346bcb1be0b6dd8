package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The discrete Fourier transform of real images, one half of it: the other follows. Two matrix
 * products with constant cosines and sines.
 */
public final class Rfft2d implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("RFFT2D").operand("x", Types.F32).operand("lengths", Types.I32).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    int[] lengths = call.constant("lengths").toInts();
    var x = call.operand("x");
    if (x.type().rank() < 2 || lengths.length != 2 || lengths[0] < 1 || lengths[1] < 1)
      throw call.refuse("x is %s and lengths are %d, must be images", x.type(), lengths.length);
    int rank = x.type().rank();
    x = fitted(fitted(x, rank - 2, lengths[0], b), rank - 1, lengths[1], b);
    int half = lengths[1] / 2 + 1;
    // exp(-i t) = cos t - i sin t
    var real = along(x, rank - 1, Matrix.cosines(lengths[1], half), b);
    var imaginary = b.neg(along(x, rank - 1, Matrix.sines(lengths[1], half), b));
    var cosines = Matrix.cosines(lengths[0], lengths[0]);
    var sines = Matrix.sines(lengths[0], lengths[0]);
    var a = along(real, rank - 2, cosines, b);
    var c = along(imaginary, rank - 2, sines, b);
    var d = along(imaginary, rank - 2, cosines, b);
    var e = along(real, rank - 2, sines, b);
    return Complex.of(b.add(a, c), b.sub(d, e), DType.C64, b);
  }

  /** Cut to a length, or filled up with zeros. */
  private static Value fitted(Value x, int axis, int length, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    if (extent >= length) return b.slice(x, axis, 0, length);
    var low = Collections.nCopies(x.type().rank(), 0);
    var high = new ArrayList<>(low);
    high.set(axis, length - extent);
    return b.pad(x, low, high, b.like(x, 0.0));
  }

  private static Value along(Value x, int axis, Literal matrix, ProgramBuilder b) {
    int rank = x.type().rank();
    var product =
        b.contract(
            x, b.constant(matrix), List.of(axis), List.of(0), List.of(), List.of(), DType.F32);
    if (axis == rank - 1) return product;
    var order = new ArrayList<>(Axes.range(0, rank));
    order.remove(rank - 1);
    order.add(axis, rank - 1);
    return b.permute(product, order);
  }

  /** Constant matrices of waves, {@code [time, frequency]}. */
  private static final class Matrix {
    static Literal cosines(int length, int frequencies) {
      return waves(length, frequencies, 0);
    }

    static Literal sines(int length, int frequencies) {
      return waves(length, frequencies, Math.PI / 2);
    }

    private static Literal waves(int length, int frequencies, double phase) {
      var values = new float[length * frequencies];
      for (int t = 0; t < length; t++) {
        for (int f = 0; f < frequencies; f++) {
          double angle = 2 * Math.PI * ((long) t * f % length) / length;
          values[t * frequencies + f] = (float) StrictMath.cos(angle - phase);
        }
      }
      return Literal.of(Shape.of(length, frequencies), values);
    }
  }
}
