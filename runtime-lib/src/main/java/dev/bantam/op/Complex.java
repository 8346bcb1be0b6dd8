package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Complex numbers as pairs of reals on a last axis of 2. */
final class Complex {
  private Complex() {}

  /** The type of the real and of the imaginary part. */
  static DType part(DType complex) {
    return complex == DType.C128 ? DType.F64 : DType.F32;
  }

  static Value real(Value x, ProgramBuilder b) {
    return part(x, 0, b);
  }

  static Value imaginary(Value x, ProgramBuilder b) {
    return part(x, 1, b);
  }

  private static Value part(Value x, int which, ProgramBuilder b) {
    var pairs = b.bitcast(x, part(x.type().dtype()));
    return b.reshape(b.slice(pairs, x.type().rank(), which, which + 1), x.type().shape());
  }

  static Value of(Value real, Value imaginary, DType complex, ProgramBuilder b) {
    var extents = new ArrayList<>(real.type().shape().extents());
    extents.add(1);
    var pair = new Shape(extents);
    var parts = List.of(b.reshape(real, pair), b.reshape(imaginary, pair));
    return b.bitcast(b.concat(parts, real.type().rank()), complex);
  }

  static Value ofReal(Value real, DType complex, ProgramBuilder b) {
    var zero = b.broadcast(b.like(real, 0.0), real.type().shape());
    return of(real, zero, complex, b);
  }

  static Value convert(Value x, DType complex, ProgramBuilder b) {
    var dtype = part(complex);
    return of(b.convert(real(x, b), dtype), b.convert(imaginary(x, b), dtype), complex, b);
  }
}
