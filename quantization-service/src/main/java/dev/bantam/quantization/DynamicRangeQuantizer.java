package dev.bantam.quantization;

import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashMap;

/**
 * Large constant weights in 8 bits; operators stay in float and quantize their other operand when
 * they run.
 */
final class DynamicRangeQuantizer {
  /**
   * Below it a tensor saves less than its scales and the work at run time cost; stock's limit too.
   */
  private static final int FEWEST_ELEMENTS = 1024;

  private DynamicRangeQuantizer() {}

  static Graph quantize(Graph graph) {
    var edit = new GraphEdit(graph);
    var done = new HashMap<String, Integer>();
    for (var node : graph.main().nodes()) {
      var inputs = new ArrayList<>(node.inputs());
      OperatorRules.hybrid(node.operator())
          .filter(rule -> !node.custom() && isLarge(graph, node, rule))
          .ifPresent(
              rule -> {
                for (int place : rule.weights()) {
                  int tensor = place < inputs.size() ? inputs.get(place) : Node.ABSENT;
                  if (tensor == Node.ABSENT) continue;
                  var weights = graph.main().tensor(tensor);
                  int quantized =
                      done.computeIfAbsent(
                          tensor + ":" + rule.axis(),
                          key ->
                              edit.add(
                                  WeightQuantizer.symmetric(
                                      weights.named(weights.name() + "_quantized"), rule.axis())));
                  inputs.set(place, quantized);
                }
              });
      edit.add(node.with(inputs, node.outputs()));
    }
    return edit.build();
  }

  /**
   * All weights that are there are float constants, and the largest is worth it; mixed ones have no
   * kernel.
   */
  private static boolean isLarge(Graph graph, Node node, OperatorRule.Hybrid rule) {
    long most = 0;
    for (int place : rule.weights()) {
      int tensor = place < node.inputs().size() ? node.inputs().get(place) : Node.ABSENT;
      if (tensor == Node.ABSENT) continue;
      var weights = graph.main().tensor(tensor);
      if (weights.constant().isEmpty() || weights.type().dtype() != DType.F32) return false;
      most = Math.max(most, weights.type().elements());
    }
    return most >= FEWEST_ELEMENTS;
  }
}
