package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;

/** The quotient of quantized tensors: a reciprocal in fixed point, and a shift for each element. */
final class QuantizedDivision {
  private QuantizedDivision() {}

  static Value of(Call<?> call, Activation activation, ProgramBuilder b) {
    var ofX = call.quantization("x");
    var ofY = call.quantization("y");
    var out = call.resultQuantization(0);
    var shape = Shape.broadcast(call.operand("x").type().shape(), call.operand("y").type().shape());
    var dividend = b.broadcast(Rescaling.centred(call.operand("x"), ofX, b), shape);
    var divisor = b.broadcast(Rescaling.centred(call.operand("y"), ofY, b), shape);
    var negative = b.lt(divisor, b.like(divisor, 0L));
    var numerator = b.select(negative, b.neg(dividend), dividend);
    var denominator = b.select(negative, b.neg(divisor), divisor);
    double multiplier = ofX.scale() / (ofY.scale() * out.scale());
    var quotient = quotient(numerator, denominator, Multiplier.of(multiplier), b);
    var moved = b.add(quotient, b.like(quotient, out.zeroPoint()));
    return activation.quantize(moved, out, call.resultType(0).dtype(), b);
  }

  private static Value quotient(
      Value numerator, Value denominator, Multiplier multiplier, ProgramBuilder b) {
    var leading = FixedPoint.clz(b, denominator);
    var normal = b.binary(Fn2.SHL, denominator, leading);
    var fraction = b.binary(Fn2.XOR, normal, b.like(normal, DType.I32.lowest()));
    var reciprocal = Reciprocal.ofOnePlus(fraction, b);
    var headroom = headroom(numerator, b);
    var scaled = FixedPoint.srdhm(b, b.binary(Fn2.SHL, numerator, headroom), reciprocal);
    var overUnit = b.sub(b.like(leading, 31L), leading);
    var shift = b.sub(b.sub(b.like(leading, (long) multiplier.shift()), overUnit), headroom);
    return FixedPoint.mbqm(b, scaled, b.constant(DType.I32, (long) multiplier.value()), shift);
  }

  /** By how many bits it can be moved up without a change of sign. */
  private static Value headroom(Value x, ProgramBuilder b) {
    var sign = b.binary(Fn2.SHR, x, b.like(x, 31L));
    var magnitude = b.binary(Fn2.XOR, x, sign);
    return b.add(FixedPoint.clz(b, magnitude), b.like(x, -1L));
  }
}
