package dev.bantam.quantization;

import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.op.Operators;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which operators become integer, and which quantization each of their activations gets. */
final class IntegerPlan {
  private final Subgraph subgraph;
  private final DType dtype;
  private final Map<Integer, Range> ranges;
  private final Operators operators;
  private final SharedGroups groups;
  private final Map<Node, OperatorRule> rules = new HashMap<>();

  /**
   * @param dtype of activations, {@code i8} or {@code i16}
   * @param ranges of activations, by tensor index
   */
  IntegerPlan(Graph graph, DType dtype, Map<Integer, Range> ranges, Operators operators) {
    subgraph = graph.main();
    this.dtype = dtype;
    this.ranges = ranges;
    this.operators = operators;
    groups = new SharedGroups(dtype);
    for (var node : subgraph.nodes()) plan(node);
  }

  /** The rule of a node that becomes integer; empty if it stays in float. */
  Optional<OperatorRule> rule(Node node) {
    return Optional.ofNullable(rules.get(node));
  }

  /** The quantization of an activation of an integer node. */
  Quantization quantization(int tensor) {
    return groups.quantization(tensor);
  }

  boolean isQuantized(int tensor) {
    return groups.knows(tensor);
  }

  private void plan(Node node) {
    var rule = OperatorRules.integer(node.operator());
    if (rule.isEmpty() || node.custom() || !canBeInteger(node, rule.get())) return;
    rules.put(node, rule.get());
    var data = data(node, rule.get());
    for (int tensor : data) groups.add(tensor, range(tensor));
    for (int tensor : node.outputs()) groups.add(tensor, range(tensor));
    switch (rule.get()) {
      case OperatorRule.Free _, OperatorRule.Weighted _ -> {}
      case OperatorRule.Fixed fixed ->
          groups.fix(
              node.outputs().getFirst(),
              dtype == DType.I16
                  ? Quantization.perTensor(fixed.scale16(), 0)
                  : Quantization.perTensor(fixed.scale8(), fixed.zeroPoint8()));
      case OperatorRule.Shared _ -> share(node, data);
    }
  }

  private void share(Node node, List<Integer> data) {
    int first = node.outputs().getFirst();
    for (int output : node.outputs()) groups.join(first, output);
    for (int tensor : data) {
      // A demanded quantization is not imposed on the other operands: this one is requantized where
      // it is used.
      if (data.size() == 1 || !groups.isFixed(tensor)) groups.join(first, tensor);
    }
  }

  /** Operands that are activations, or constants in the place of one. */
  List<Integer> data(Node node, OperatorRule rule) {
    var data = new ArrayList<Integer>();
    for (int i = 0; i < node.inputs().size(); i++) {
      int tensor = node.inputs().get(i);
      boolean other =
          rule instanceof OperatorRule.Weighted weighted
              && (i == weighted.weights() || i == weighted.bias());
      if (tensor != Node.ABSENT && !other && subgraph.tensor(tensor).type().dtype() == DType.F32)
        data.add(tensor);
    }
    return data;
  }

  private boolean canBeInteger(Node node, OperatorRule rule) {
    if (node.outputs().isEmpty() || data(node, rule).isEmpty()) return false;
    for (int tensor : data(node, rule)) if (!hasRange(tensor)) return false;
    for (int tensor : node.outputs()) {
      if (subgraph.tensor(tensor).type().dtype() != DType.F32 || !ranges.containsKey(tensor))
        return false;
    }
    return takes(node)
        && (!(rule instanceof OperatorRule.Weighted weighted) || hasConstants(node, weighted));
  }

  private boolean hasRange(int tensor) {
    return ranges.containsKey(tensor) || subgraph.tensor(tensor).constant().isPresent();
  }

  private Range range(int tensor) {
    return subgraph.tensor(tensor).constant().map(Range::of).orElseGet(() -> ranges.get(tensor));
  }

  /** Whether the operator is defined for activations of this type. */
  private boolean takes(Node node) {
    return operators
        .find(node)
        .map(
            operator ->
                operator.signature().operands().stream()
                    .anyMatch(operand -> operand.types().contains(dtype)))
        .orElse(false);
  }

  private boolean hasConstants(Node node, OperatorRule.Weighted rule) {
    return isFloatConstant(node.inputs().get(rule.weights()))
        && (bias(node, rule) == Node.ABSENT || isFloatConstant(bias(node, rule)));
  }

  private boolean isFloatConstant(int tensor) {
    return subgraph.tensor(tensor).constant().isPresent()
        && subgraph.tensor(tensor).type().dtype() == DType.F32;
  }

  static int bias(Node node, OperatorRule.Weighted rule) {
    return rule.bias() < node.inputs().size() ? node.inputs().get(rule.bias()) : Node.ABSENT;
  }
}
