package dev.bantam.model;

import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Subgraphs that operators name are there, do not call themselves, and nest no deeper than a limit.
 */
final class CallCheck {
  private final List<Subgraph> subgraphs;
  private final Limits limits;
  private final List<List<Integer>> callees = new ArrayList<>();

  private CallCheck(List<Subgraph> subgraphs, Limits limits) {
    this.subgraphs = subgraphs;
    this.limits = limits;
  }

  static void check(List<Subgraph> subgraphs, Limits limits) {
    var check = new CallCheck(subgraphs, limits);
    for (int i = 0; i < subgraphs.size(); i++) check.callees.add(check.calls(i));
    check.order();
  }

  private Place place(int subgraph) {
    return Place.subgraph(subgraph, subgraphs.get(subgraph).name());
  }

  private List<Integer> calls(int subgraph) {
    var called = new ArrayList<Integer>();
    var nodes = subgraphs.get(subgraph).nodes();
    for (int n = 0; n < nodes.size(); n++) {
      var here = place(subgraph).operator(n, nodes.get(n).operator());
      for (long callee : called(nodes.get(n))) {
        if (callee < 0 || callee >= subgraphs.size()) {
          throw new ModelException(
              here, "it calls subgraph %d, must be in [0, %d)".formatted(callee, subgraphs.size()));
        }
        called.add((int) callee);
      }
    }
    return called;
  }

  /** The schema names every field that holds a subgraph after it, but for one. */
  private static List<Long> called(Node node) {
    var called = new ArrayList<Long>();
    node.attributes()
        .values()
        .forEach(
            (name, value) -> {
              if (!name.contains("subgraph") && !name.equals("called_computations")) return;
              if (value instanceof Long index) called.add(index);
              if (value instanceof List<?> list) list.forEach(index -> called.add((Long) index));
            });
    return called;
  }

  /** Callers before callees; what is never free of callers calls itself. */
  private void order() {
    var callers = new int[subgraphs.size()];
    for (var list : callees) list.forEach(callee -> callers[callee]++);
    var depth = new int[subgraphs.size()];
    var free = new ArrayDeque<Integer>();
    for (int i = 0; i < callers.length; i++) if (callers[i] == 0) free.add(i);
    int done = 0;
    for (; !free.isEmpty(); done++) {
      int caller = free.remove();
      if (depth[caller] >= limits.calls()) {
        throw ModelException.tooLarge(
            place(caller),
            "%d subgraphs call each other down to it, must be at most %d"
                .formatted(depth[caller] + 1, limits.calls()));
      }
      for (int callee : callees.get(caller)) {
        depth[callee] = Math.max(depth[callee], depth[caller] + 1);
        if (--callers[callee] == 0) free.add(callee);
      }
    }
    if (done < callers.length) throw recursion(callers);
  }

  private ModelException recursion(int[] callers) {
    int found = 0;
    while (callers[found] == 0) found++;
    // Each one left has a caller that is left: so many steps back end inside the circle.
    for (int step = 0; step < callers.length; step++) found = callerOf(found, callers);
    return new ModelException(
        place(found), "it calls itself, directly or by way of others, must not");
  }

  private int callerOf(int callee, int[] callers) {
    for (int i = 0; i < callers.length; i++) {
      if (callers[i] != 0 && callees.get(i).contains(callee)) return i;
    }
    throw new IllegalStateException("subgraph %d has no caller that is left".formatted(callee));
  }
}
