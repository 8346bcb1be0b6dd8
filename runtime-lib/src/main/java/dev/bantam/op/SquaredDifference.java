package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;

/** {@code (x - y)^2}. */
public final class SquaredDifference implements Operator.Plain {
  /** Bits that quantized operands are moved up before they are scaled. */
  private static final int SHIFT = 7;

  @Override
  public Signature signature() {
    var types = Types.of(DType.F32, DType.I32, DType.I64, DType.I8, DType.U8, DType.I16);
    return Signature.of("SQUARED_DIFFERENCE").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (!Types.QUANTIZED.contains(x.type().dtype())) {
      var difference = b.sub(x, y);
      return b.mul(difference, difference);
    }
    var ofX = call.quantization("x");
    var ofY = call.quantization("y");
    var out = call.resultQuantization(0);
    double common = 2.0 * Math.max(ofX.scale(), ofY.scale());
    var difference = b.sub(common(x, ofX, common, b), common(y, ofY, common, b));
    double multiplier = common * common / ((1 << (2 * SHIFT)) * (double) out.scale());
    return Rescaling.requantize(
        b.mul(difference, difference),
        new double[] {multiplier},
        out,
        x.type().dtype(),
        Activation.NONE,
        b);
  }

  private static Value common(Value x, Quantization q, double scale, ProgramBuilder b) {
    var centred = Rescaling.centred(x, q, b);
    var shifted = b.mul(centred, b.like(centred, 1L << SHIFT));
    return Rescaling.scaled(shifted, q.scale() / scale, b);
  }
}
