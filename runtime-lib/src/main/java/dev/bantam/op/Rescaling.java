package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.Arrays;

/** Integers of one scale as integers of another. */
final class Rescaling {
  private Rescaling() {}

  /** {@code x - zero point}, in {@code i32}. */
  static Value centred(Value x, Quantization q, ProgramBuilder b) {
    var integers = b.convert(x, DType.I32);
    return q.zeroPoint() == 0 ? integers : b.add(integers, b.like(integers, -q.zeroPoint()));
  }

  /** {@code x * multiplier}, in {@code i32}. */
  static Value scaled(Value x, double multiplier, ProgramBuilder b) {
    return scaled(x, new double[] {multiplier}, b);
  }

  /**
   * {@code x * multiplier}, of {@code i32}, or of {@code i64} with one rounding; the multipliers
   * are those of the last axis, or one for all.
   */
  static Value scaled(Value x, double[] multipliers, ProgramBuilder b) {
    var each = Arrays.stream(multipliers).mapToObj(Multiplier::of).toList();
    return x.type().dtype() == DType.I64
        ? FixedPoint.mbqm64(b, x, each)
        : FixedPoint.mbqm(b, x, each);
  }

  /** {@code x / 2^bits}, halves away from zero. */
  static Value shifted(Value x, int bits, ProgramBuilder b) {
    if (bits == 0) return x;
    return FixedPoint.rdbpot(b, x, b.like(x, (long) bits));
  }

  /** Scales a sum to a quantized result: zero point, activation and saturation included. */
  static Value requantize(
      Value sum,
      double[] multipliers,
      Quantization out,
      DType dtype,
      Activation activation,
      ProgramBuilder b) {
    var scaled = scaled(sum, multipliers, b);
    var moved = out.zeroPoint() == 0 ? scaled : b.add(scaled, b.like(scaled, out.zeroPoint()));
    return activation.quantize(moved, out, dtype, b);
  }
}
