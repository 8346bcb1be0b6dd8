package dev.bantam.pruning;

import dev.bantam.type.Shape;
import java.util.Arrays;

/**
 * The weights of one operator.
 *
 * @param tensor its index in the main subgraph
 * @param axis of the output channels
 */
record Layer(int tensor, String name, String operator, Shape shape, int axis, float[] values) {
  int channels() {
    return shape.extent(axis);
  }

  int channel(int element) {
    return (int) (element / shape.strides()[axis] % shape.extent(axis));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Layer that
        && tensor == that.tensor
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return tensor;
  }

  @Override
  public String toString() {
    return "%s %s".formatted(operator, name);
  }
}
