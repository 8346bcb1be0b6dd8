package dev.bantam.quantization;

import java.util.List;

/** What an operator asks of the quantization of its tensors. */
sealed interface OperatorRule {
  /** Each operand and each result has a range of its own. */
  record Free() implements OperatorRule {}

  /** Moves or picks values: operands and results share one quantization. */
  record Shared() implements OperatorRule {}

  /** The kernels expect this quantization of the result. */
  record Fixed(float scale8, long zeroPoint8, float scale16) implements OperatorRule {}

  /**
   * Has constant weights with a scale for each output channel, and a bias in the scale of the
   * products.
   *
   * @param weights the operand's place
   * @param axis of the weights' channels
   * @param bias the operand's place; it may be absent
   */
  record Weighted(int weights, int axis, int bias) implements OperatorRule {}

  /**
   * Computes in float from weights in 8 bits, if these are constant and large.
   *
   * @param weights the operands' places
   * @param axis of the weights' channels, or -1 for one scale
   */
  record Hybrid(List<Integer> weights, int axis) {}
}
