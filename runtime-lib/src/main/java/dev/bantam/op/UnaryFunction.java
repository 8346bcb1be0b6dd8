package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Functions of one real number. 16-bit floats are computed in {@code f32}; 8-bit integers by a
 * table of all of them; {@code i16} by a table that is interpolated.
 */
public final class UnaryFunction implements Operator.Plain {
  /** What {@code i16} stands for where an operator takes it. */
  private static final Set<DType> WITH_Q8 = Types.union(Types.FLOAT, Types.Q8);

  private static final Set<DType> WITH_Q16 = Types.union(WITH_Q8, Types.Q16);

  private final String name;
  private final Set<DType> types;
  private final BiFunction<ProgramBuilder, Value, Value> function;

  private UnaryFunction(
      String name, Set<DType> types, BiFunction<ProgramBuilder, Value, Value> function) {
    this.name = name;
    this.types = types;
    this.function = function;
  }

  public static UnaryFunction ceil() {
    return new UnaryFunction("CEIL", Types.FLOAT, Derived::ceil);
  }

  public static UnaryFunction cos() {
    return new UnaryFunction("COS", Types.FLOAT, (b, x) -> b.unary(Fn1.COS, x));
  }

  public static UnaryFunction elu() {
    return new UnaryFunction(
        "ELU", WITH_Q8, (b, x) -> b.select(b.lt(x, b.like(x, 0.0)), Derived.expm1(b, x), x));
  }

  public static UnaryFunction exp() {
    return new UnaryFunction("EXP", WITH_Q16, (b, x) -> b.unary(Fn1.EXP, x));
  }

  public static UnaryFunction floor() {
    return new UnaryFunction("FLOOR", Types.FLOAT, (b, x) -> b.unary(Fn1.FLOOR, x));
  }

  public static UnaryFunction log() {
    return new UnaryFunction("LOG", WITH_Q16, (b, x) -> b.unary(Fn1.LOG, x));
  }

  public static UnaryFunction round() {
    return new UnaryFunction("ROUND", Types.FLOAT, (b, x) -> b.unary(Fn1.RINT, x));
  }

  public static UnaryFunction rsqrt() {
    return new UnaryFunction("RSQRT", WITH_Q16, Derived::rsqrt);
  }

  public static UnaryFunction sin() {
    return new UnaryFunction("SIN", Types.FLOAT, (b, x) -> b.unary(Fn1.SIN, x));
  }

  public static UnaryFunction sqrt() {
    return new UnaryFunction("SQRT", WITH_Q16, (b, x) -> b.unary(Fn1.SQRT, x));
  }

  public static UnaryFunction square() {
    return new UnaryFunction("SQUARE", Types.FLOAT, (b, x) -> b.mul(x, x));
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", types).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var dtype = x.type().dtype();
    if (dtype.isFloat()) return Reals.widened(x, b, wide -> function.apply(b, wide));
    if (dtype == DType.I16) return ofShort(call, b);
    return ByteTable.ofReal(call, "x", b, real -> function.apply(b, inDomain(real, b)));
  }

  /** What lies left of the domain is taken for its border, of 8-bit integers. */
  private Value inDomain(Value real, ProgramBuilder b) {
    return switch (name) {
      case "LOG", "RSQRT" -> b.max(real, 0.0);
      default -> real;
    };
  }

  /**
   * Left of the domain, and at its pole, the last number of the result's range: the entries of the
   * table beside it then lead there in a line, as those of stock kernels do.
   */
  private Value bounded(Call<None> call, Value real, ProgramBuilder b) {
    var to = call.resultQuantization(0);
    var value = function.apply(b, real);
    var outside = Derived.lessOrEqual(b, real, b.like(real, 0.0));
    return switch (name) {
      case "LOG" ->
          b.select(outside, b.like(real, to.scale() * (Short.MIN_VALUE - to.zeroPoint())), value);
      case "RSQRT" -> b.select(outside, b.like(real, to.scale() * Short.MAX_VALUE), value);
      default -> value;
    };
  }

  /** By the table; but the square root is exact and truncated. */
  private Value ofShort(Call<None> call, ProgramBuilder b) {
    if (!name.equals("SQRT"))
      return ShortTable.ofReal(call, "x", b, real -> bounded(call, real, b));
    var real = Reals.dequantize(call.operand("x"), call.quantization("x"), b);
    var to = call.resultQuantization(0);
    var steps = b.div(function.apply(b, real), b.like(real, (double) to.scale()));
    var bounded = b.min(steps, (double) Short.MAX_VALUE - to.zeroPoint());
    var whole = b.convert(bounded, DType.I32);
    return b.convert(b.add(whole, b.like(whole, to.zeroPoint())), DType.I16);
  }
}
