package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Which operators an entry has to run, and whether all of them are defined. */
final class Reachable {
  private Reachable() {}

  /**
   * The nodes of the entry's subgraph that its outputs need, and those with an effect of their own:
   * all of them, or if the entry is not whole those before the last that is needed.
   */
  static List<Integer> nodes(Entry entry) {
    var subgraph = entry.definition();
    var needed = new HashSet<>(entry.outputs());
    needed.addAll(entry.observed());
    var nodes = new ArrayList<Integer>();
    for (int i = subgraph.nodes().size() - 1; i >= 0; i--) {
      var node = subgraph.nodes().get(i);
      boolean used =
          node.outputs().stream()
              .anyMatch(output -> needed.contains(output) && !entry.known().containsKey(output));
      boolean late = nodes.isEmpty() && !entry.whole();
      if (!used && (late || !hasEffect(entry, node))) continue;
      nodes.addFirst(i);
      needed.addAll(node.inputs());
    }
    return nodes;
  }

  private static boolean hasEffect(Entry entry, Node node) {
    var tensors = entry.definition().tensors();
    boolean state =
        node.inputs().stream()
            .anyMatch(
                input -> input >= 0 && input < tensors.size() && tensors.get(input).variable());
    if (state || isStateful(node.operator())) return true;
    return subgraphs(node).stream()
        .anyMatch(index -> hasState(entry.graph(), index, new HashSet<>()));
  }

  /** Whether a subgraph, or one that it names, does more than give results. */
  private static boolean hasState(Graph graph, int index, Set<Integer> seen) {
    if (index < 0 || index >= graph.subgraphs().size() || !seen.add(index)) return false;
    var subgraph = graph.subgraphs().get(index);
    return subgraph.tensors().stream().anyMatch(GraphTensor::variable)
        || subgraph.nodes().stream().anyMatch(node -> isStateful(node.operator()))
        || subgraph.nodes().stream()
            .flatMap(node -> subgraphs(node).stream())
            .anyMatch(inner -> hasState(graph, inner, seen));
  }

  private static boolean isStateful(String operator) {
    return switch (operator) {
      case "ASSIGN_VARIABLE",
          "HASHTABLE_IMPORT",
          "RANDOM_UNIFORM",
          "RANDOM_STANDARD_NORMAL",
          "MULTINOMIAL",
          "CIRCULAR_BUFFER" ->
          true;
      default -> false;
    };
  }

  /** Refuses all operators that are not defined in one message. */
  static void requireDefined(Operators operators, Entry entry) {
    var missing = new TreeMap<String, Place>();
    var seen = new HashSet<Integer>();
    var queue = new ArrayDeque<Integer>();
    queue.add(entry.subgraph());
    while (!queue.isEmpty()) {
      int index = queue.remove();
      // One that is not there is refused where it is called, with the place.
      if (index < 0 || index >= entry.graph().subgraphs().size() || !seen.add(index)) continue;
      var subgraph = entry.graph().subgraphs().get(index);
      var nodes = index == entry.subgraph() ? nodes(entry) : all(subgraph.nodes().size());
      for (int i : nodes) {
        var node = subgraph.nodes().get(i);
        var name = node.custom() ? "custom " + node.operator() : node.operator();
        if (operators.find(node).isEmpty())
          missing.putIfAbsent(name, new Place(index, subgraph.name(), i, node.operator()));
        else queue.addAll(subgraphs(node));
      }
    }
    if (missing.isEmpty()) return;
    var places = new ArrayList<String>();
    missing.forEach(
        (name, place) ->
            places.add(
                "%s (first in subgraph %d \"%s\", operator %d)"
                    .formatted(name, place.subgraph(), place.name(), place.operator())));
    throw new OperatorException(
        ErrorCode.UNSUPPORTED,
        "the model needs %d operator%s that %s not defined: %s"
            .formatted(
                missing.size(),
                missing.size() == 1 ? "" : "s",
                missing.size() == 1 ? "is" : "are",
                String.join(", ", places)));
  }

  private static List<Integer> all(int count) {
    return java.util.stream.IntStream.range(0, count).boxed().toList();
  }

  /** The subgraphs that a node names: every option that says so in its name. */
  static List<Integer> subgraphs(Node node) {
    var named = new ArrayList<Integer>();
    node.attributes()
        .values()
        .forEach(
            (key, value) -> {
              if (!key.contains("subgraph")) return;
              if (value instanceof Long index) named.add(Math.toIntExact(index));
              if (value instanceof List<?> list) {
                for (var index : list) named.add(Math.toIntExact((Long) index));
              }
            });
    return named;
  }
}
