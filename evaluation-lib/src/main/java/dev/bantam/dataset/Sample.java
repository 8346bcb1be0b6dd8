package dev.bantam.dataset;

import dev.bantam.type.Shape;

/**
 * One sample's values before any preprocessing.
 *
 * @param values row-major; pixels are 0 to 255, recordings -1 to 1
 * @param shape pictures are {@code [height, width, 3]} in the order red, green, blue; recordings
 *     {@code [frames]}
 */
public record Sample(Shape shape, float[] values) {
  public Sample {
    if (shape.elements() != values.length) {
      throw new IllegalArgumentException("%d values for %s".formatted(values.length, shape));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample that
        && shape.equals(that.shape)
        && java.util.Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + java.util.Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "sample " + shape;
  }
}
