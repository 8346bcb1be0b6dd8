package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The two functions of the sigmoid: LOGISTIC, to (0, 1), and TANH, to (-1, 1). */
public final class Sigmoid implements Operator.Plain {
  private final String name;
  private final boolean odd;

  private Sigmoid(String name, boolean odd) {
    this.name = name;
    this.odd = odd;
  }

  public static Sigmoid logistic() {
    return new Sigmoid("LOGISTIC", false);
  }

  public static Sigmoid tanh() {
    return new Sigmoid("TANH", true);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.union(Types.FLOAT, Types.QUANTIZED)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var dtype = x.type().dtype();
    if (dtype.isFloat()) return Reals.widened(x, b, wide -> real(wide, b));
    if (dtype == DType.I16) return SigmoidTable.of(x, call.quantization("x"), odd, b);
    return ByteTable.ofReal(call, "x", b, all -> real(all, b));
  }

  private Value real(Value x, ProgramBuilder b) {
    return b.unary(odd ? Fn1.TANH : Fn1.LOGISTIC, x);
  }
}
