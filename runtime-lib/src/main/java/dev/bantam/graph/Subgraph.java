package dev.bantam.graph;

import java.util.List;

/**
 * Tensors, and operators over their indices, in an order in which each tensor is written before it
 * is read.
 */
public record Subgraph(
    String name,
    List<GraphTensor> tensors,
    List<Integer> inputs,
    List<Integer> outputs,
    List<Node> nodes) {
  public Subgraph {
    tensors = List.copyOf(tensors);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
  }

  public GraphTensor tensor(int index) {
    return tensors.get(index);
  }
}
