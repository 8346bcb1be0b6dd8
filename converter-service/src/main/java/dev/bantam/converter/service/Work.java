package dev.bantam.converter.service;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import java.util.OptionalLong;

/** How much a model holds and computes, as published figures count it. */
final class Work {
  private Work() {}

  /** Elements of all weights: constants that are real numbers, or stand for them. */
  static long parameters(Graph graph) {
    return graph.subgraphs().stream()
        .flatMap(subgraph -> subgraph.tensors().stream())
        .filter(Work::isWeight)
        .mapToLong(tensor -> tensor.type().elements())
        .sum();
  }

  private static boolean isWeight(GraphTensor tensor) {
    return tensor.constant().isPresent()
        && (tensor.type().dtype().isFloat() || tensor.quantization().isPresent());
  }

  /** Multiplications that are added up, in one run of the main subgraph. */
  static long macs(Graph graph) {
    return graph.main().nodes().stream()
        .mapToLong(node -> macs(graph.main(), node).orElse(0))
        .sum();
  }

  /** Those of one operator; none where it is not one that multiplies and adds up. */
  static OptionalLong macs(Subgraph subgraph, Node node) {
    try {
      return switch (node.operator()) {
        case "CONV_2D", "CONV_3D" ->
            times(elements(subgraph, node.outputs().getFirst()), perOutput(subgraph, node, 1));
        case "DEPTHWISE_CONV_2D" -> depthwise(subgraph, node);
        case "FULLY_CONNECTED" ->
            times(elements(subgraph, node.outputs().getFirst()), last(subgraph, node, 1));
        case "BATCH_MATMUL" -> batchMatmul(subgraph, node);
        case "TRANSPOSE_CONV" ->
            times(elements(subgraph, node.inputs().get(2)), perInput(subgraph, node));
        default -> OptionalLong.empty();
      };
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      return OptionalLong.empty(); // an operator with operands that no such operator has
    }
  }

  private static OptionalLong times(long a, long b) {
    return OptionalLong.of(Math.multiplyExact(a, b));
  }

  private static long elements(Subgraph subgraph, int tensor) {
    return subgraph.tensor(tensor).type().elements();
  }

  /** Elements of the filter that one output is made of: all but the output channels. */
  private static long perOutput(Subgraph subgraph, Node node, int filter) {
    var shape = subgraph.tensor(node.inputs().get(filter)).type().shape();
    int channels = node.operator().equals("CONV_3D") ? shape.extent(4) : shape.extent(0);
    return channels == 0 ? 0 : shape.elements() / channels;
  }

  private static long perInput(Subgraph subgraph, Node node) {
    var shape = subgraph.tensor(node.inputs().get(1)).type().shape();
    return shape.extent(3) == 0 ? 0 : shape.elements() / shape.extent(3);
  }

  private static OptionalLong depthwise(Subgraph subgraph, Node node) {
    var filter = subgraph.tensor(node.inputs().get(1)).type().shape();
    return times(
        elements(subgraph, node.outputs().getFirst()), (long) filter.extent(1) * filter.extent(2));
  }

  private static long last(Subgraph subgraph, Node node, int operand) {
    var shape = subgraph.tensor(node.inputs().get(operand)).type().shape();
    return shape.extent(shape.rank() - 1);
  }

  private static OptionalLong batchMatmul(Subgraph subgraph, Node node) {
    var left = subgraph.tensor(node.inputs().getFirst()).type().shape();
    boolean adjoint = node.attributes().flag("adj_x", false);
    int folded = left.extent(left.rank() - (adjoint ? 2 : 1));
    return times(elements(subgraph, node.outputs().getFirst()), folded);
  }
}
