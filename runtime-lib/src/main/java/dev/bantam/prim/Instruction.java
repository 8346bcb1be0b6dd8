package dev.bantam.prim;

import java.util.List;

/** A primitive in its place, with the values that it gives; a write gives none. */
public record Instruction(Prim prim, List<Value> results, Origin origin) {
  public Instruction {
    results = List.copyOf(results);
  }

  /** The result of a primitive that has one. */
  public Value result() {
    if (results.size() != 1)
      throw new IllegalStateException("%s has %d results".formatted(prim, results.size()));
    return results.getFirst();
  }
}
