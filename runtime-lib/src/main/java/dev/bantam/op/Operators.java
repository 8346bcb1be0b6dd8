package dev.bantam.op;

import dev.bantam.graph.Node;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The catalogue: every operator that is defined, by name. */
public final class Operators {
  private final SortedMap<String, Operator<?>> byName;

  private Operators(List<Operator<?>> operators) {
    var map = new TreeMap<String, Operator<?>>();
    for (var operator : operators) {
      var name = operator.signature().name();
      if (map.put(name, operator) != null)
        throw new IllegalArgumentException("operator " + name + " is defined twice");
    }
    byName = Collections.unmodifiableSortedMap(map);
  }

  /** Those of this library. */
  public static Operators standard() {
    return new Operators(
        List.of(
            new AssignVariable(),
            new CallOnce(),
            new ReadVariable(),
            new Reshape(),
            new Transpose(),
            new VarHandle()));
  }

  public Optional<Operator<?>> find(Node node) {
    var operator = byName.get(node.operator());
    if (operator == null || operator.signature().custom() != node.custom()) return Optional.empty();
    return Optional.of(operator);
  }

  public SortedMap<String, Operator<?>> byName() {
    return byName;
  }
}
