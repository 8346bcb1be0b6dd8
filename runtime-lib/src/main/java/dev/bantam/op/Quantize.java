package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** Reals as integers, or integers of one scale as integers of another. */
public final class Quantize implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("QUANTIZE")
        .operand("x", Types.of(DType.F32, DType.I8, DType.U8, DType.I16, DType.I32))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var to = call.resultQuantization(0);
    var stored = call.resultType(0).dtype();
    if (x.type().dtype().isFloat()) {
      var held = Lowering.unpacked(call.resultType(0)).dtype();
      return Reals.quantize(x, to, stored, held, b);
    }
    var from = call.quantization("x");
    if (isFlip(x.type().dtype(), stored)
        && from.scale() == to.scale()
        && Math.abs(from.zeroPoint() - to.zeroPoint()) == 128)
      return b.bitcast(b.binary(Fn2.XOR, x, b.like(x, 0x80L)), stored);
    var integers = b.convert(x, DType.I32);
    var centred = b.add(integers, b.like(integers, -from.zeroPoint()));
    return Rescaling.requantize(
        centred, new double[] {(double) from.scale() / to.scale()}, to, stored, Activation.NONE, b);
  }

  private static boolean isFlip(DType from, DType to) {
    return from != to && Types.Q8.contains(from) && Types.Q8.contains(to);
  }
}
