package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The quotient of two tensors that broadcast. Plain integers are truncated toward zero. */
public final class Division implements Operator.Single<Activation> {
  @Override
  public Signature signature() {
    var types =
        Types.of(
            DType.F32, DType.F16, DType.BF16, DType.I32, DType.I64, DType.I8, DType.U8, DType.I16);
    return Signature.of("DIV").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Activation attributes(Attributes raw) {
    return Activation.of(raw);
  }

  @Override
  public Value lower(Call<Activation> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (!Types.QUANTIZED.contains(x.type().dtype())) return call.attributes().apply(b.div(x, y), b);
    return QuantizedDivision.of(call, call.attributes(), b);
  }
}
