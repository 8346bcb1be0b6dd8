package dev.bantam.schedule;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Origin;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function with its calls written out, but for those of {@link Composites}, and without what
 * nobody reads. Constants that are one literal are one node.
 */
record Graph(List<Node> parameters, List<Operation> operations, List<Node> results) {
  Graph {
    parameters = List.copyOf(parameters);
    operations = List.copyOf(operations);
    results = List.copyOf(results);
  }

  /**
   * The graph of a function.
   *
   * @param strict the values of which each device computes the same bits
   */
  static Graph of(Function function, Set<Value> strict) {
    var live = new Reader(new Liveness(function), strict);
    var parameters = new ArrayList<Node>();
    for (var parameter : function.parameters()) {
      parameters.add(new Node(parameter.type(), null, parameters.size(), false));
    }
    var results = live.inline(function, parameters, Origin.NONE);
    return new Graph(parameters, live.operations, results);
  }

  /** What of a function reaches its results or a variable, callees included. */
  private static final class Liveness {
    private final Map<Prim, Boolean> live = new IdentityHashMap<>();
    private final HashSet<Function> seen = new HashSet<>();

    Liveness(Function function) {
      mark(function);
    }

    private void mark(Function function) {
      if (!seen.add(function)) return;
      var needed = new HashSet<>(function.results());
      for (int i = function.body().size() - 1; i >= 0; i--) {
        var instruction = function.body().get(i);
        var prim = instruction.prim();
        if (!writes(prim) && instruction.results().stream().noneMatch(needed::contains)) continue;
        live.put(prim, true);
        needed.addAll(prim.operands());
        if (prim instanceof Control.Call call) mark(call.callee());
      }
    }

    private static boolean writes(Prim prim) {
      return switch (prim) {
        case State.Write _ -> true;
        case Control.Call call -> writes(call.callee());
        case Control.While loop -> writes(loop.condition()) || writes(loop.body());
        case Control.Scan scan -> writes(scan.body());
        case Control.Case choice -> choice.branches().stream().anyMatch(Liveness::writes);
        case Prim _ -> false;
      };
    }

    private static boolean writes(Function function) {
      return function.body().stream().anyMatch(instruction -> writes(instruction.prim()));
    }

    boolean isLive(Prim prim) {
      return live.containsKey(prim);
    }
  }

  private static final class Reader {
    private final Liveness liveness;
    private final Set<Value> strict;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<Literal, Node> constants = new IdentityHashMap<>();

    Reader(Liveness liveness, Set<Value> strict) {
      this.liveness = liveness;
      this.strict = strict;
    }

    /** The results; {@code caller} is whose time it is where the callee names no operator. */
    List<Node> inline(Function function, List<Node> arguments, Origin caller) {
      Map<Value, Node> nodes = new HashMap<>();
      for (int i = 0; i < arguments.size(); i++) {
        nodes.put(function.parameters().get(i), arguments.get(i));
      }
      for (var instruction : function.body()) {
        var prim = instruction.prim();
        if (!liveness.isLive(prim)) continue;
        var origin = instruction.origin().operator() < 0 ? caller : instruction.origin();
        var operands = prim.operands().stream().map(value -> node(nodes, value)).toList();
        var results = read(instruction, operands, origin);
        for (int i = 0; i < results.size(); i++) {
          nodes.put(instruction.results().get(i), results.get(i));
        }
      }
      return function.results().stream().map(value -> node(nodes, value)).toList();
    }

    private static Node node(Map<Value, Node> nodes, Value value) {
      var node = nodes.get(value);
      if (node == null) throw new IllegalStateException(value + " is read before it is made");
      return node;
    }

    private List<Node> read(Instruction instruction, List<Node> operands, Origin origin) {
      var prim = instruction.prim();
      if (prim instanceof Control.Call call && !Composites.knows(call)) {
        return inline(call.callee(), operands, origin);
      }
      if (prim instanceof Source.Constant(var literal)) {
        return List.of(
            constants.computeIfAbsent(literal, _ -> add(instruction, operands, origin).getFirst()));
      }
      return add(instruction, operands, origin);
    }

    private List<Node> add(Instruction instruction, List<Node> operands, Origin origin) {
      var operation =
          new Operation(
              instruction.prim(),
              operands,
              origin,
              i -> strict.contains(instruction.results().get(i)));
      operations.add(operation);
      return operation.results();
    }
  }
}
