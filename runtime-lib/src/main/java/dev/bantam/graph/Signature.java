package dev.bantam.graph;

import java.util.SortedMap;
import java.util.TreeMap;

/** Names for the inputs and outputs of a subgraph: argument name to tensor index. */
public record Signature(
    String key,
    int subgraph,
    SortedMap<String, Integer> inputs,
    SortedMap<String, Integer> outputs) {
  public Signature {
    inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
    outputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
  }

  /** The same names for tensors that have moved: {@code places} gives each index its new one. */
  public Signature mapped(java.util.function.IntUnaryOperator places) {
    return new Signature(key, subgraph, mapped(inputs, places), mapped(outputs, places));
  }

  private static SortedMap<String, Integer> mapped(
      SortedMap<String, Integer> tensors, java.util.function.IntUnaryOperator places) {
    var moved = new TreeMap<String, Integer>();
    tensors.forEach((argument, tensor) -> moved.put(argument, places.applyAsInt(tensor)));
    return moved;
  }
}
