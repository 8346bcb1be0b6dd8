package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The quotient rounded down, and what it leaves, which has the divisor's sign. */
public final class FloorDivision implements Operator.Plain {
  private final String name;
  private final boolean remainder;

  private FloorDivision(String name, boolean remainder) {
    this.name = name;
    this.remainder = remainder;
  }

  public static FloorDivision quotient() {
    return new FloorDivision("FLOOR_DIV", false);
  }

  public static FloorDivision remainder() {
    return new FloorDivision("FLOOR_MOD", true);
  }

  @Override
  public Signature signature() {
    var types = Types.of(DType.F32, DType.I8, DType.I16, DType.I32, DType.I64, DType.U8);
    return Signature.of(name).operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (remainder) return modulus(x, y, b);
    if (x.type().dtype().isFloat()) return real(x, y, b);
    var quotient = b.div(x, y);
    var less = b.add(quotient, b.like(quotient, -1L));
    return b.select(isUneven(x, y, b), less, quotient);
  }

  /** In {@code f64}: rounded to {@code f32}, a quotient just below an integer would be that one. */
  private static Value real(Value x, Value y, ProgramBuilder b) {
    var quotient = b.div(b.convert(x, DType.F64), b.convert(y, DType.F64));
    return b.convert(b.unary(Fn1.FLOOR, quotient), x.type().dtype());
  }

  private static Value modulus(Value x, Value y, ProgramBuilder b) {
    var rest = b.binary(Fn2.REM, x, y);
    return b.select(isUneven(x, y, b), b.add(rest, y), rest);
  }

  /** Whether something is left whose sign is not the divisor's. */
  private static Value isUneven(Value x, Value y, ProgramBuilder b) {
    var rest = b.binary(Fn2.REM, x, y);
    var zero = b.like(rest, 0L);
    var left = Derived.notEqual(b, rest, b.broadcast(zero, rest.type().shape()));
    var other = b.binary(Fn2.XOR, b.lt(rest, zero), b.lt(y, b.like(y, 0L)));
    return b.binary(Fn2.AND, left, other);
  }
}
