package dev.bantam.quantization;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;

/** The real values that a tensor takes, from least to greatest. */
public record Range(double low, double high) {
  /** Below it a scale could not be told from 0 when it is multiplied with another. */
  private static final double SMALLEST_WIDTH = 1e-6;

  public Range {
    if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException("no range from %s to %s".formatted(low, high));
    }
  }

  static Range of(Literal literal) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float value : literal.toFloats()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low <= high ? new Range(low, high) : new Range(0, 0);
  }

  Range union(Range other) {
    return new Range(Math.min(low, other.low), Math.max(high, other.high));
  }

  double largestMagnitude() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  /**
   * Scale and zero point of an activation: {@code i8} covers the range with 0 exactly
   * representable; {@code i16} is symmetric.
   */
  Quantization activation(DType dtype) {
    if (dtype == DType.I16) {
      return Quantization.perTensor(
          (float) (Math.max(largestMagnitude(), SMALLEST_WIDTH) / 32767), 0);
    }
    double least = Math.min(low, 0);
    double greatest = Math.max(high, 0);
    float scale = (float) (Math.max(greatest - least, SMALLEST_WIDTH) / 255);
    long zeroPoint = Math.clamp(Math.round(-128 - least / scale), -128, 127);
    return Quantization.perTensor(scale, zeroPoint);
  }
}
