package dev.bantam.op;

import java.util.List;

/**
 * A tensor of a subgraph that an operator runs, in one run of it: a loop that is written out runs
 * its subgraphs again and again.
 *
 * @param calls from the entry's subgraph inwards, two numbers for each: the operator that runs a
 *     subgraph, and how many it ran before
 * @param tensor of the innermost subgraph
 */
public record TensorPath(List<Integer> calls, int tensor) {
  public TensorPath {
    calls = List.copyOf(calls);
    if (calls.isEmpty() || calls.size() % 2 != 0)
      throw new IllegalArgumentException("%s are no calls".formatted(calls));
  }

  /** The operator of the entry's subgraph that leads to it. */
  int operator() {
    return calls.getFirst();
  }
}
