package dev.bantam.converter.service;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.op.Operators;
import dev.bantam.op.Signature;
import dev.bantam.type.Shape;
import java.util.OptionalLong;

/** How much a model holds and computes, as published figures count it. */
final class Work {
  private static final Operators OPERATORS = Operators.standard();

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
        case "CONV_2D", "CONV_3D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED" ->
            times(elements(subgraph, node.outputs().getFirst()), perChannel(subgraph, node));
        case "BATCH_MATMUL" -> batchMatmul(subgraph, node);
        case "TRANSPOSE_CONV" -> transposed(subgraph, node);
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

  private static Signature signature(Node node) {
    return OPERATORS.signature(node.operator());
  }

  private static Shape weights(Subgraph subgraph, Node node) {
    int place = signature(node).weights().getFirst().place();
    return subgraph.tensor(node.inputs().get(place)).type().shape();
  }

  /** Elements of the weights that one output is made of: those of one of their channels. */
  private static long perChannel(Subgraph subgraph, Node node) {
    var shape = weights(subgraph, node);
    int channels = shape.extent(signature(node).weights().getFirst().axis());
    return channels == 0 ? 0 : shape.elements() / channels;
  }

  /** Each element of x meets the weights of its channel, the last axis of both. */
  private static OptionalLong transposed(Subgraph subgraph, Node node) {
    var shape = weights(subgraph, node);
    int channels = shape.extent(shape.rank() - 1);
    int x = node.inputs().get(signature(node).place("x"));
    return times(elements(subgraph, x), channels == 0 ? 0 : shape.elements() / channels);
  }

  private static OptionalLong batchMatmul(Subgraph subgraph, Node node) {
    var left = subgraph.tensor(node.inputs().getFirst()).type().shape();
    boolean adjoint = node.attributes().flag("adj_x", false);
    int folded = left.extent(left.rank() - (adjoint ? 2 : 1));
    return times(elements(subgraph, node.outputs().getFirst()), folded);
  }
}
