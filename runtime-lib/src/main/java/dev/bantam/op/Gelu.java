package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** {@code x} times the share of a normal distribution that lies below it. */
public final class Gelu implements Operator.Single<Gelu.Form> {
  /** Which of the two formulas. */
  public enum Form {
    ERF,
    TANH
  }

  @Override
  public Signature signature() {
    return Signature.of("GELU").operand("x", Types.union(Types.FLOAT, Types.QUANTIZED)).result("y");
  }

  @Override
  public Form attributes(Attributes raw) {
    return raw.flag("approximate", false) ? Form.TANH : Form.ERF;
  }

  @Override
  public Value lower(Call<Form> call, ProgramBuilder b) {
    var x = call.operand("x");
    var form = call.attributes();
    if (x.type().dtype().isFloat()) return Reals.widened(x, b, wide -> real(form, wide, b));
    if (x.type().dtype() == DType.I16)
      return ShortTable.ofReal(call, "x", b, all -> real(form, all, b));
    return ByteTable.ofReal(call, "x", b, all -> real(form, all, b));
  }

  private static Value real(Form form, Value x, ProgramBuilder b) {
    var share =
        switch (form) {
          case ERF -> Derived.erf(b, b.mul(x, Math.sqrt(0.5)));
          case TANH -> {
            var cube = b.mul(b.mul(b.mul(x, x), x), 0.044715);
            yield b.unary(Fn1.TANH, b.mul(b.add(x, cube), Math.sqrt(2 / Math.PI)));
          }
        };
    return b.mul(b.mul(x, 0.5), b.add(share, 1.0));
  }
}
