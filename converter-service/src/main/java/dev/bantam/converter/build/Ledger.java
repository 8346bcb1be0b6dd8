package dev.bantam.converter.build;

import dev.bantam.converter.NodeReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps which nodes of the source were taken, and says in the end what became of each. */
public final class Ledger {
  private final Map<Origin, Taken> taken = new LinkedHashMap<>();

  /** How a node was taken: what its results were at once, before any rewrite. */
  public enum Taken {
    /** It gives no tensor, but a handle or an effect. */
    NO_TENSOR,
    /** All results are known. */
    CONSTANT,
    /** All results are inputs of it. */
    PASSED_ON,
    /** Other nodes stand for it: those of a function that it calls. */
    WRITTEN_OUT,
    /** Operators were emitted. */
    EMITTED;

    /**
     * @param others whether other nodes were taken in between
     */
    static Taken of(List<Edge> inputs, List<Edge> results, boolean others) {
      if (others) return WRITTEN_OUT;
      if (results.isEmpty()) return NO_TENSOR;
      if (results.stream().allMatch(Edge::isConstant)) return CONSTANT;
      return inputs.containsAll(results) ? PASSED_ON : EMITTED;
    }
  }

  /** A use of a node in the result. */
  private record Use(Op op, Body body, int index, boolean leading) {}

  /** How many nodes were taken so far. */
  public int size() {
    return taken.size();
  }

  /**
   * Notes a node.
   *
   * @param before how many nodes had been taken before it was begun
   */
  public void note(Origin origin, List<Edge> inputs, List<Edge> results, int before) {
    taken.put(origin, Taken.of(inputs, results, taken.size() > before));
  }

  /** A line for each node, in the order in which they were taken. */
  public List<NodeReport> settle(Body main) {
    var uses = new LinkedHashMap<Origin, List<Use>>();
    collect(main, uses, Collections.newSetFromMap(new IdentityHashMap<>()));
    var lines = new ArrayList<NodeReport>();
    taken.forEach((origin, how) -> lines.add(line(origin, how, uses)));
    return lines;
  }

  private static void collect(Body body, Map<Origin, List<Use>> uses, Set<Body> seen) {
    if (!seen.add(body)) return;
    for (int i = 0; i < body.ops().size(); i++) {
      var op = body.ops().get(i);
      for (var origin : op.origins()) {
        boolean leading = origin.equals(op.origins().getFirst());
        uses.computeIfAbsent(origin, o -> new ArrayList<>()).add(new Use(op, body, i, leading));
      }
      for (var region : op.regions()) collect(region, uses, seen);
    }
  }

  private static NodeReport line(Origin origin, Taken how, Map<Origin, List<Use>> uses) {
    var all = uses.getOrDefault(origin, List.of());
    var leading = all.stream().filter(Use::leading).toList();
    if (!leading.isEmpty()) return line(origin, operators(leading), places(leading));
    if (!all.isEmpty()) {
      var host = all.getFirst().op().origins().getFirst();
      var notes = "fused into %s, with %s".formatted(places(all), host.node());
      return line(origin, operators(all), notes);
    }
    return switch (how) {
      case NO_TENSOR -> line(origin, null, "gives no tensor");
      case CONSTANT -> line(origin, null, "computed when the model was converted");
      case PASSED_ON -> line(origin, null, "passes its input on");
      case WRITTEN_OUT -> line(origin, null, "the nodes that it calls stand for it");
      case EMITTED -> line(origin, null, "no output needs it, or others do its work");
    };
  }

  private static NodeReport line(Origin origin, @Nullable String to, String notes) {
    return new NodeReport(origin.node(), origin.source(), origin.operator(), to, notes);
  }

  private static String operators(List<Use> uses) {
    return uses.stream()
        .map(use -> use.op().operator())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** {@code operators 3, 5-9 of main}. */
  private static String places(List<Use> uses) {
    return uses.stream()
        .collect(Collectors.groupingBy(Use::body, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> places(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String places(Body body, List<Use> uses) {
    var runs = new ArrayList<String>();
    for (int i = 0; i < uses.size(); ) {
      int end = i;
      while (end + 1 < uses.size() && uses.get(end + 1).index() == uses.get(end).index() + 1) end++;
      int first = uses.get(i).index();
      runs.add(end == i ? String.valueOf(first) : first + "-" + uses.get(end).index());
      i = end + 1;
    }
    return "operator%s %s of %s"
        .formatted(uses.size() == 1 ? "" : "s", String.join(", ", runs), body.name());
  }
}
