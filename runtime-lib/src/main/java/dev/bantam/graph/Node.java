package dev.bantam.graph;

import java.util.List;

/**
 * An operator applied to tensors.
 *
 * @param operator the name of a builtin, such as {@code CONV_2D}, or of a custom operator
 * @param custom whether the name is a custom operator's
 * @param version of the builtin in the file
 * @param inputs tensor indices; {@link #ABSENT} where an optional one is left out
 * @param intermediates tensors that only carry the quantization of inner values
 */
public record Node(
    String operator,
    boolean custom,
    int version,
    List<Integer> inputs,
    List<Integer> outputs,
    List<Integer> intermediates,
    Attributes attributes) {
  public static final int ABSENT = -1;

  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    intermediates = List.copyOf(intermediates);
  }

  public static Node builtin(
      String operator, List<Integer> inputs, List<Integer> outputs, Attributes attributes) {
    return new Node(operator, false, 1, inputs, outputs, List.of(), attributes);
  }

  public Node with(List<Integer> otherInputs, List<Integer> otherOutputs) {
    return new Node(
        operator, custom, version, otherInputs, otherOutputs, intermediates, attributes);
  }
}
