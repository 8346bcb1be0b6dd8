package dev.bantam.type;

import java.util.Collections;
import java.util.List;

/**
 * How the integers of a tensor stand for real numbers: {@code real = scale * (integer - zero
 * point)}, with one scale for the tensor, or one for each index of {@code axis}.
 */
public record Quantization(List<Float> scales, List<Long> zeroPoints, int axis) {
  public Quantization {
    scales = List.copyOf(scales);
    zeroPoints = List.copyOf(zeroPoints);
    if (scales.isEmpty())
      throw new IllegalArgumentException("a quantization has at least one scale");
    if (zeroPoints.size() != scales.size()) {
      throw new IllegalArgumentException(
          "%d zero points for %d scales, must be as many"
              .formatted(zeroPoints.size(), scales.size()));
    }
    for (float scale : scales) {
      if (!(scale >= 0) || Float.isInfinite(scale)) {
        throw new IllegalArgumentException(
            "scale %s is not a finite number of at least 0".formatted(scale));
      }
    }
  }

  public static Quantization perTensor(float scale, long zeroPoint) {
    return new Quantization(List.of(scale), List.of(zeroPoint), 0);
  }

  /** Symmetric: every zero point is 0. */
  public static Quantization perAxis(List<Float> scales, int axis) {
    return new Quantization(scales, Collections.nCopies(scales.size(), 0L), axis);
  }

  public boolean isPerAxis() {
    return scales.size() > 1;
  }

  /** The scale of a tensor that has one; the first of several. */
  public float scale() {
    return scales.getFirst();
  }

  /** The zero point of a tensor that has one; the first of several. */
  public long zeroPoint() {
    return zeroPoints.getFirst();
  }

  /** The scale at an index of the axis; the only one where there is one. */
  public float scale(int index) {
    return scales.get(isPerAxis() ? index : 0);
  }

  /** The zero point at an index of the axis; the only one where there is one. */
  public long zeroPoint(int index) {
    return zeroPoints.get(isPerAxis() ? index : 0);
  }
}
