package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** The product of two tensors that broadcast. */
public final class Multiplication implements Operator.Single<Activation> {
  @Override
  public Signature signature() {
    var types =
        Types.union(
            Types.QUANTIZED,
            Types.of(DType.F32, DType.F16, DType.BF16, DType.I32, DType.I64, DType.U32, DType.C64));
    return Signature.of("MUL").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Activation attributes(Attributes raw) {
    return Activation.of(raw);
  }

  @Override
  public Value lower(Call<Activation> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    var dtype = x.type().dtype();
    if (dtype == DType.C64) return complex(x, y, b);
    if (!Types.QUANTIZED.contains(dtype)) return call.attributes().apply(b.mul(x, y), b);
    if (dtype == DType.I16 && call.resultType(0).dtype() != DType.I16) return fixedPoint(call, b);
    var ofX = call.quantization("x");
    var ofY = call.quantization("y");
    var out = call.resultQuantization(0);
    var product = b.mul(Rescaling.centred(x, ofX, b), Rescaling.centred(y, ofY, b));
    double multiplier = (double) (ofX.scale() * ofY.scale() / out.scale());
    return Rescaling.requantize(
        product, new double[] {multiplier}, out, call.resultType(0).dtype(), call.attributes(), b);
  }

  private static Value complex(Value x, Value y, ProgramBuilder b) {
    var a = Complex.real(x, b);
    var c = Complex.imaginary(x, b);
    var d = Complex.real(y, b);
    var e = Complex.imaginary(y, b);
    return Complex.of(
        b.sub(b.mul(a, d), b.mul(c, e)), b.add(b.mul(a, e), b.mul(c, d)), x.type().dtype(), b);
  }

  /** {@code i16} to 8 bits: a product of fractions of 2^15, whatever the scales say. */
  private static Value fixedPoint(Call<Activation> call, ProgramBuilder b) {
    var out = call.resultQuantization(0);
    var dtype = call.resultType(0).dtype();
    var product =
        b.mul(b.convert(call.operand("x"), DType.I32), b.convert(call.operand("y"), DType.I32));
    var fraction = Rescaling.shifted(product, 15, b);
    var bounded = b.min(b.max(fraction, b.like(fraction, -32768L)), b.like(fraction, 32767L));
    var eight = Rescaling.shifted(bounded, 8, b);
    return call.attributes().quantize(b.add(eight, b.like(eight, out.zeroPoint())), out, dtype, b);
  }
}
