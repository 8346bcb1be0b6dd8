package dev.bantam.schedule;

import dev.bantam.kernel.Target;
import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a graph go through memory. Others are computed where they are read.
 *
 * <p>A value is computed where it is read if that happens once: all its readers belong to one
 * kernel and read it at one index, and no repetition between them makes the kernel compute it much
 * more often than it has elements. What costs next to nothing is computed as often as it is read.
 */
final class Fusion {
  /** Operations per element up to which computing again is no worse than memory. */
  private static final double CHEAP = 4;

  /** How often an element may be computed, on average, where that is not cheap. */
  private static final double MOST_REPETITION = 1.5;

  /** Operations in one kernel; beyond it compilers become slow and registers are long spilled. */
  private static final int MOST_FUSED = 250;

  private final Set<Node> stored = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Node, Double> cost = new HashMap<>();
  private final Map<Node, Use> uses = new HashMap<>();

  /**
   * Where a value is computed.
   *
   * @param place equal for readers that share one computation; null if there are several
   * @param evaluations how many elements are computed, with repetitions
   */
  private record Use(@Nullable Object place, double evaluations) {}

  /** An operand of an operation that reads it at another index than its own. */
  private record Edge(Operation operation, int operand) {}

  private final Map<Node, Tiling> tilings = new LinkedHashMap<>();
  private final Map<Node, Tiling> byRoot = new HashMap<>();

  private Fusion() {}

  static Fusion of(Graph graph, Target target, Tiling.Constants constants) {
    var fusion = new Fusion();
    for (var operation : graph.operations()) {
      for (var node : operation.results()) {
        Tiling.of(node, target, constants).ifPresent(tiling -> fusion.tilings.put(node, tiling));
      }
    }
    fusion.stored.addAll(graph.parameters());
    fusion.stored.addAll(graph.results());
    fusion.storeByKind(graph);
    fusion.countCost(graph);
    fusion.limitSize(graph);
    for (var operation : graph.operations().reversed()) {
      for (var node : operation.results()) fusion.decide(node);
    }
    fusion.tilings.values().forEach(fusion::findRoot);
    return fusion;
  }

  /** The contraction that is tiled in the kernel that stores {@code root}. */
  Optional<Tiling> tilingOf(Node root) {
    return Optional.ofNullable(byRoot.get(root));
  }

  /** One to a kernel, with nothing behind it that does not keep its elements apart. */
  private void findRoot(Tiling tiling) {
    var node = tiling.node();
    while (!stored.contains(node)) {
      var user = node.users().getFirst();
      boolean keeps =
          switch (user.prim()) {
            case Elementwise _, Control.Call _, Movement.Reshape _, Movement.Permute _ -> true;
            case Prim _ -> false;
          };
      if (keeps) node = user.results().getFirst();
      else if (isConcat(user)) break;
      else stored.add(node = narrowest(node, tiling.node()));
    }
    if (byRoot.putIfAbsent(node, tiling) != null) {
      stored.add(tiling.node());
      byRoot.put(tiling.node(), tiling);
    }
  }

  /** The value before it was widened, where that is all that is behind it: it takes less memory. */
  private static Node narrowest(Node node, Node first) {
    var best = node;
    for (var at = node; at != first && isShown(at.prim()); at = at.operand(0)) {
      if (at.operand(0).type().bytes() < best.type().bytes()) best = at.operand(0);
    }
    return best;
  }

  /** Whether each element is one of the operand's, perhaps of another type. */
  private static boolean isShown(@Nullable Prim prim) {
    return prim instanceof Elementwise.Convert
        || prim instanceof Movement.Reshape
        || prim instanceof Movement.Permute;
  }

  private static boolean isConcat(Operation operation) {
    return operation.prim() instanceof Movement.Concat;
  }

  boolean isStored(Node node) {
    return stored.contains(node);
  }

  /** Simple instructions for one element, with what is computed for it alone. */
  double costOf(Node node) {
    return Math.max(1, cost.getOrDefault(node, 1.0));
  }

  /** The cost of what is computed behind {@code before} for one element of {@code root}. */
  double costAfter(Node root, Node before) {
    return Math.max(1, costOf(root) - costOf(before));
  }

  private void storeByKind(Graph graph) {
    for (var operation : graph.operations()) {
      switch (operation.prim()) {
        case Source.Constant _ -> {
          if (Splats.of(operation.results().getFirst()).isEmpty())
            stored.addAll(operation.results());
        }
        case State.Read _, Movement.Concat _ -> stored.addAll(operation.results());
        case Indexed.Scatter _,
            Indexed.DynamicUpdate _,
            Indexed.Sort _,
            Control.Case _,
            Control.While _,
            Control.Scan _,
            State.Write _ -> {
          stored.addAll(operation.results());
          stored.addAll(operation.operands());
        }
        case Source.Iota _,
            Elementwise _,
            Control.Call _,
            Bitcast _,
            Reduction.Reduce _,
            Reduction.Contract _,
            Indexed.Gather _,
            Indexed.DynamicSlice _,
            Movement.Reshape _,
            Movement.Permute _,
            Movement.Expand _,
            Movement.Pad _,
            Movement.Slice _,
            Movement.Flip _,
            Movement.Window _ -> {}
      }
    }
  }

  // Cost of one element, if everything before is computed with it

  private void countCost(Graph graph) {
    for (var operation : graph.operations()) {
      double operands = 0;
      for (var operand : operation.operands()) {
        operands += stored.contains(operand) ? 0.5 : cost.getOrDefault(operand, 0.0);
      }
      double all = Costs.repetitions(operation) * (operands + Costs.ofElement(operation.prim()));
      for (var result : operation.results()) cost.put(result, all);
    }
  }

  private void limitSize(Graph graph) {
    Map<Node, Set<Node>> fused = new HashMap<>();
    for (var operation : graph.operations()) {
      for (var node : operation.results()) {
        Set<Node> all = new HashSet<>();
        if (Costs.ofElement(operation.prim()) > 0) all.add(node);
        for (var operand : operation.operands()) {
          if (!stored.contains(operand)) all.addAll(fused.getOrDefault(operand, Set.of()));
        }
        if (all.size() > MOST_FUSED) {
          stored.add(node);
          all = Set.of(node);
        }
        fused.put(node, all);
      }
    }
  }

  // From the readers back

  private void decide(Node node) {
    var use = use(node);
    // A view is free; if what it shows is not, that is found when its operand is decided on.
    boolean cheap = node.prim() instanceof Movement || cost.getOrDefault(node, 0.0) <= CHEAP;
    boolean repeated =
        use.place == null || use.evaluations > MOST_REPETITION * node.type().elements();
    if (repeated && !cheap) stored.add(node);
    uses.put(node, stored.contains(node) ? new Use(node, node.type().elements()) : use);
  }

  private Use use(Node node) {
    Map<Object, Double> places = new HashMap<>();
    double evaluations = 0;
    boolean several = false;
    for (var user : new HashSet<>(node.users())) {
      for (var use : usesBy(user, node)) {
        if (use.place == null) {
          several = true;
          evaluations += use.evaluations;
        } else {
          places.merge(use.place, use.evaluations, Math::max);
        }
      }
    }
    for (double count : places.values()) evaluations += count;
    if (several || places.size() != 1) return new Use(null, evaluations);
    return new Use(places.keySet().iterator().next(), evaluations);
  }

  private List<Use> usesBy(Operation user, Node node) {
    var found = new ArrayList<Use>();
    for (int i = 0; i < user.operands().size(); i++) {
      if (user.operands().get(i) == node) found.add(useBy(user, i));
    }
    return found;
  }

  private Use useBy(Operation user, int operand) {
    if (user.results().isEmpty()) return new Use(new Edge(user, operand), 0);
    var result = uses.getOrDefault(user.results().getFirst(), new Use(null, 0));
    if (isPointwise(user, operand)) return result;
    double evaluations = evaluations(user, operand, result);
    return new Use(result.place == null ? null : new Edge(user, operand), evaluations);
  }

  /** Whether an operation reads an operand at its own index. */
  private static boolean isPointwise(Operation user, int operand) {
    return user.prim() instanceof Elementwise
        || (user.prim() instanceof Control.Call
            && user.operands().get(operand).type().equals(user.results().getFirst().type()));
  }

  private double evaluations(Operation user, int operand, Use result) {
    var node = user.operands().get(operand);
    if (isConcat(user)) return node.type().elements();
    // A tile reads each element of its operands once; a window is counted before.
    boolean tiled = !user.results().isEmpty() && tilings.containsKey(user.results().getFirst());
    return tiled ? node.type().elements() : result.evaluations * Costs.repetitions(user);
  }
}
