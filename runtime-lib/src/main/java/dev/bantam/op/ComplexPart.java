package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** A real number of each complex one. */
public final class ComplexPart implements Operator.Plain {
  private final String name;
  private final Part part;

  private enum Part {
    REAL,
    IMAGINARY,
    MAGNITUDE
  }

  private ComplexPart(String name, Part part) {
    this.name = name;
    this.part = part;
  }

  public static ComplexPart real() {
    return new ComplexPart("REAL", Part.REAL);
  }

  public static ComplexPart imaginary() {
    return new ComplexPart("IMAG", Part.IMAGINARY);
  }

  public static ComplexPart magnitude() {
    return new ComplexPart("COMPLEX_ABS", Part.MAGNITUDE);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.COMPLEX).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    return switch (part) {
      case REAL -> Complex.real(x, b);
      case IMAGINARY -> Complex.imaginary(x, b);
      case MAGNITUDE -> hypotenuse(Complex.real(x, b), Complex.imaginary(x, b), b);
    };
  }

  /** {@code greater * sqrt(1 + (less / greater)^2)}, whose squares neither overflow nor vanish. */
  private static Value hypotenuse(Value x, Value y, ProgramBuilder b) {
    var absX = b.unary(Fn1.ABS, x);
    var absY = b.unary(Fn1.ABS, y);
    var greater = b.max(absX, absY);
    var ratio = b.div(b.min(absX, absY), greater);
    var scaled = b.mul(greater, b.unary(Fn1.SQRT, b.add(b.mul(ratio, ratio), 1)));
    return b.select(b.eq(greater, b.like(x, 0.0)), greater, scaled);
  }
}
