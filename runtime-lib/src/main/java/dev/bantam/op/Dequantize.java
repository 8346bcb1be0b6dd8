package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The real numbers that integers, or 16-bit floats, stand for. */
public final class Dequantize implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("DEQUANTIZE")
        .operand(
            "x",
            Types.of(
                DType.I8,
                DType.U8,
                DType.I16,
                DType.I32,
                DType.I4,
                DType.I2,
                DType.F16,
                DType.BF16))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().dtype().isFloat()) return b.convert(x, DType.F32);
    return Reals.dequantize(x, call.quantization("x"), b);
  }
}
