package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;

/**
 * The sum or the difference of two tensors that broadcast. Quantized ones are brought to a common
 * finer scale first.
 */
public final class Addition implements Operator.Single<Addition.Options> {
  /**
   * @param powerOfTwo whether {@code i16} scales that are powers of two are matched by shifts
   */
  public record Options(Activation activation, boolean powerOfTwo) {}

  private final String name;
  private final boolean subtracts;

  private Addition(String name, boolean subtracts) {
    this.name = name;
    this.subtracts = subtracts;
  }

  public static Addition add() {
    return new Addition("ADD", false);
  }

  public static Addition sub() {
    return new Addition("SUB", true);
  }

  @Override
  public Signature signature() {
    var types =
        Types.union(
            Types.QUANTIZED, Types.of(DType.F32, DType.F16, DType.BF16, DType.I32, DType.I64));
    return Signature.of(name).operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(Activation.of(raw), raw.flag("pot_scale_int16", true));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var activation = call.attributes().activation();
    var x = call.operand("x");
    var y = call.operand("y");
    if (isPlain(call, x.type().dtype())) return activation.apply(combined(x, y, b), b);
    if (x.type().dtype() == DType.I16 && call.attributes().powerOfTwo() && isPowerOfTwo(call))
      return byShifts(call, b);
    return rescaled(call, b);
  }

  /** Of the types that may have a scale, {@code i16} alone is added also without one. */
  private static boolean isPlain(Call<?> call, DType dtype) {
    if (!Types.QUANTIZED.contains(dtype)) return true;
    boolean scaled = call.isQuantized("x") || call.isQuantized("y") || call.isResultQuantized(0);
    return dtype == DType.I16 && !scaled;
  }

  private Value combined(Value x, Value y, ProgramBuilder b) {
    return subtracts ? b.sub(x, y) : b.add(x, y);
  }

  private Value rescaled(Call<Options> call, ProgramBuilder b) {
    var dtype = call.resultType(0).dtype();
    int shift = dtype == DType.I16 ? 15 : 20;
    var out = call.resultQuantization(0);
    double common = 2.0 * Math.max(call.quantization("x").scale(), call.quantization("y").scale());
    var x = common(call.operand("x"), call.quantization("x"), common, shift, b);
    var y = common(call.operand("y"), call.quantization("y"), common, shift, b);
    double multiplier = common / ((double) (1 << shift) * out.scale());
    return Rescaling.requantize(
        combined(x, y, b),
        new double[] {multiplier},
        out,
        dtype,
        call.attributes().activation(),
        b);
  }

  private static Value common(Value x, Quantization q, double scale, int shift, ProgramBuilder b) {
    var integers = b.convert(x, DType.I32);
    var centred = b.add(integers, b.like(integers, -q.zeroPoint()));
    var shifted = b.mul(centred, b.like(centred, 1L << shift));
    return Rescaling.scaled(shifted, q.scale() / scale, b);
  }

  // The older way for i16, which files ask for by default

  private static boolean isPowerOfTwo(Call<?> call) {
    return exponent(call.quantization("x")) != NONE
        && exponent(call.quantization("y")) != NONE
        && exponent(call.resultQuantization(0)) != NONE;
  }

  private static final int NONE = Integer.MIN_VALUE;

  private static int exponent(Quantization q) {
    int exponent = Math.getExponent(q.scale());
    return q.zeroPoint() == 0 && q.scale() == Math.scalb(1f, exponent) ? exponent : NONE;
  }

  private Value byShifts(Call<Options> call, ProgramBuilder b) {
    var out = call.resultQuantization(0);
    int result = exponent(out);
    int ofX = result - exponent(call.quantization("x"));
    int ofY = result - exponent(call.quantization("y"));
    if (ofX != 0 && ofY != 0 || ofX < 0 || ofY < 0) return rescaled(call, b);
    var x = Rescaling.shifted(b.convert(call.operand("x"), DType.I32), ofX, b);
    var y = Rescaling.shifted(b.convert(call.operand("y"), DType.I32), ofY, b);
    var sum = combined(x, y, b);
    var bounded = b.min(b.max(sum, b.like(sum, -32768L)), b.like(sum, 32767L));
    return call.attributes().activation().quantize(bounded, out, DType.I16, b);
  }
}
