package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * StableHLO's functions of elements. Quantized ones are computed on the reals that they stand for.
 */
public final class StableHloElementwise implements Operator.Plain {
  private static final Set<DType> NUMBERS = Types.NUMBER;
  private static final Set<DType> BITS = Types.union(Types.INTEGER, Types.BOOL);

  private final String name;
  private final int arity;
  private final Set<DType> types;
  private final Meaning meaning;

  /** The result for as many operands as the operator has. */
  private interface Meaning {
    Value of(ProgramBuilder b, List<Value> x);
  }

  private StableHloElementwise(String name, int arity, Set<DType> types, Meaning meaning) {
    this.name = "STABLEHLO_" + name;
    this.arity = arity;
    this.types = types;
    this.meaning = meaning;
  }

  private static StableHloElementwise binary(String name, Set<DType> types, Fn2 fn) {
    return new StableHloElementwise(name, 2, types, (b, x) -> b.binary(fn, x.get(0), x.get(1)));
  }

  private static StableHloElementwise unary(String name, Fn1 fn) {
    return new StableHloElementwise(name, 1, NUMBERS, (b, x) -> b.unary(fn, x.get(0)));
  }

  /** All of them. */
  public static List<Operator<?>> all() {
    return List.of(
        binary("ADD", NUMBERS, Fn2.ADD),
        new StableHloElementwise("SUBTRACT", 2, NUMBERS, (b, x) -> b.sub(x.get(0), x.get(1))),
        binary("MULTIPLY", NUMBERS, Fn2.MUL),
        binary("DIVIDE", NUMBERS, Fn2.DIV),
        binary("MAXIMUM", NUMBERS, Fn2.MAX),
        binary("MINIMUM", NUMBERS, Fn2.MIN),
        binary("POWER", NUMBERS, Fn2.POW),
        binary("REMAINDER", NUMBERS, Fn2.REM),
        binary("AND", BITS, Fn2.AND),
        binary("OR", BITS, Fn2.OR),
        binary("SHIFT_LEFT", Types.INTEGER, Fn2.SHL),
        unary("ABS", Fn1.ABS),
        unary("NEGATE", Fn1.NEG),
        unary("COSINE", Fn1.COS),
        unary("EXPONENTIAL", Fn1.EXP),
        unary("FLOOR", Fn1.FLOOR),
        unary("LOG", Fn1.LOG),
        unary("TANH", Fn1.TANH),
        unary("LOGISTIC", Fn1.LOGISTIC),
        new StableHloElementwise("RSQRT", 1, NUMBERS, (b, x) -> Derived.rsqrt(b, x.get(0))),
        new StableHloElementwise("CBRT", 1, NUMBERS, (b, x) -> Derived.cbrt(b, x.get(0))),
        new StableHloElementwise(
            "CLAMP", 3, NUMBERS, (b, x) -> b.min(b.max(x.get(1), x.get(0)), x.get(2))));
  }

  @Override
  public Signature signature() {
    var signature = Signature.of(name);
    for (int i = 0; i < arity; i++) signature = signature.operand(operand(i), types);
    return signature.result("y");
  }

  private static String operand(int i) {
    return "x" + i;
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    boolean quantized = call.isResultQuantized(0) && call.isQuantized(operand(0));
    var x = new ArrayList<Value>();
    for (int i = 0; i < arity; i++) {
      var value = call.operand(operand(i));
      x.add(
          quantized
              ? Reals.dequantize(value, call.quantization(operand(i)), b)
              : Reals.wide(value, b));
    }
    var y = meaning.of(b, x);
    var dtype = call.operand(operand(0)).type().dtype();
    if (!quantized) return b.convert(y, dtype);
    Quantization to = call.resultQuantization(0);
    return Reals.quantize(y, to, dtype, b);
  }
}
