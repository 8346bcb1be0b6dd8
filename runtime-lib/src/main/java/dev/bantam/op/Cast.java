package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The same numbers in another type; a complex number gives its real part. */
public final class Cast implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("CAST").operand("x", Types.ANY).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var to = Lowering.unpacked(call.resultType(0)).dtype();
    boolean fromComplex = x.type().dtype().kind() == DType.Kind.COMPLEX;
    boolean toComplex = to.kind() == DType.Kind.COMPLEX;
    if (fromComplex && toComplex) return Complex.convert(x, to, b);
    if (toComplex) return Complex.ofReal(b.convert(x, Complex.part(to)), to, b);
    return b.convert(fromComplex ? Complex.real(x, b) : x, to);
  }
}
