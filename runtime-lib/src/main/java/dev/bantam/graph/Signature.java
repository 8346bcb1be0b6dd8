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
}
