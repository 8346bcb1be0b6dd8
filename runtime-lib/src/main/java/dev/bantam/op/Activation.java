package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;

/** What an operator does to its result before it gives it away. */
public enum Activation {
  /** Still takes infinities to the greatest finite floats, as stock kernels do. */
  NONE(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  RELU(0, Double.POSITIVE_INFINITY),
  RELU_N1_TO_1(-1, 1),
  RELU6(0, 6),
  /** Honoured in recurrent operators only; ignored elsewhere, as stock kernels do. */
  TANH(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
  /** Ignored, as stock kernels do. */
  SIGN_BIT(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double low;
  private final double high;

  Activation(double low, double high) {
    this.low = low;
    this.high = high;
  }

  static Activation of(Attributes raw) {
    return valueOf(raw.text("fused_activation_function", "NONE"));
  }

  /** On floats, or on integers without a scale. */
  Value apply(Value x, ProgramBuilder b) {
    var dtype = x.type().dtype();
    if (dtype.isFloat()) {
      double most = dtype == DType.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
      if (dtype == DType.F16 || dtype == DType.BF16) return bounded(x, low, high, b);
      return bounded(x, Math.max(low, -most), Math.min(high, most), b);
    }
    return bounded(x, low, high, b);
  }

  private static Value bounded(Value x, double low, double high, ProgramBuilder b) {
    var result = x;
    if (!Double.isInfinite(low)) result = b.max(result, low);
    if (!Double.isInfinite(high)) result = b.min(result, high);
    return result;
  }

  /** The least integer of a quantized result. */
  long lowest(Quantization q, DType dtype) {
    if (Double.isInfinite(low)) return dtype.lowest();
    return Math.max(dtype.lowest(), quantized(low, q));
  }

  /** The greatest integer of a quantized result. */
  long highest(Quantization q, DType dtype) {
    if (Double.isInfinite(high)) return dtype.highest();
    return Math.min(dtype.highest(), quantized(high, q));
  }

  private static long quantized(double bound, Quantization q) {
    return q.zeroPoint()
        + (long) Math.rint(Math.floor(Math.abs((float) bound / q.scale()) + 0.5))
            * (bound < 0 ? -1 : 1);
  }

  /** Clamps an {@code i32} to what a quantized result may be, and makes it that. */
  Value quantize(Value x, Quantization q, DType dtype, ProgramBuilder b) {
    var low32 = b.max(x, b.like(x, lowest(q, dtype)));
    return b.convert(b.min(low32, b.like(x, highest(q, dtype))), dtype);
  }
}
