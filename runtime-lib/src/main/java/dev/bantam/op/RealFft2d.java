package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
    var rows = Fourier.ofReal(fitted, b);
    var all = exchanged(Fourier.of(exchanged(rows, b), b), b);
    return Complex.of(all.real(), all.imaginary(), DType.C64, b);
  }

  /** With the last two axes exchanged. */
  private static Fourier.Spectrum exchanged(Fourier.Spectrum x, ProgramBuilder b) {
    int rank = x.real().type().rank();
    var order = new ArrayList<>(Axes.range(0, rank - 2));
    order.addAll(List.of(rank - 1, rank - 2));
    return new Fourier.Spectrum(b.permute(x.real(), order), b.permute(x.imaginary(), order));
  }

  private static Value fitted(Value x, int axis, int length, ProgramBuilder b) {
    int extent = x.type().extent(axis);
    if (extent >= length) return b.slice(x, axis, 0, length);
    var low = Collections.nCopies(x.type().rank(), 0);
    var high = new ArrayList<>(low);
    high.set(axis, length - extent);
    return b.pad(x, low, high, b.like(x, 0.0));
  }
}
