package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables behind resources. A handle is a number, the same for the same container and name; a
 * variable starts with what {@code CALL_ONCE} assigns to it, or with zeros.
 */
final class Resources {
  private final Map<String, Integer> handles = new TreeMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable TensorType> types = new ArrayList<>();
  private final Map<Integer, Variable> used = new TreeMap<>();
  private final Map<Integer, Literal> initial = new HashMap<>();

  Resources(Operators operators, Graph graph, Evaluator evaluator) {
    graph.subgraphs().forEach(this::collectTypes);
    for (var subgraph : graph.subgraphs()) {
      for (var node : subgraph.nodes()) {
        if (node.operator().equals("CALL_ONCE")) initialize(operators, graph, evaluator, node);
      }
    }
  }

  int handle(String container, String name) {
    return handles.computeIfAbsent(
        container + "/" + name,
        key -> {
          names.add(key);
          types.add(null);
          return names.size() - 1;
        });
  }

  private void collectTypes(Subgraph subgraph) {
    var byTensor = new HashMap<Integer, Integer>();
    for (var node : subgraph.nodes()) {
      switch (node.operator()) {
        case "VAR_HANDLE" ->
            byTensor.put(
                node.outputs().getFirst(),
                handle(
                    node.attributes().text("container", ""),
                    node.attributes().text("shared_name", "")));
        case "ASSIGN_VARIABLE" ->
            type(byTensor.get(node.inputs().getFirst()), subgraph, node.inputs().get(1));
        case "READ_VARIABLE" ->
            type(byTensor.get(node.inputs().getFirst()), subgraph, node.outputs().getFirst());
        default -> {}
      }
    }
  }

  private void type(@Nullable Integer handle, Subgraph subgraph, int tensor) {
    if (handle != null && types.get(handle) == null)
      types.set(handle, Lowering.unpacked(subgraph.tensor(tensor).type()));
  }

  /** Runs the subgraph of a {@code CALL_ONCE} now: what it assigns has to be constant. */
  private void initialize(Operators operators, Graph graph, Evaluator evaluator, Node once) {
    int index = Math.toIntExact(once.attributes().integer("init_subgraph_index", 0));
    var subgraph = graph.subgraphs().get(index);
    var b = new ProgramBuilder("init", evaluator);
    var module = new ModuleState(operators, graph, this);
    var scope =
        new SubgraphLowering(
            module, b, index, new @Nullable Value[subgraph.tensors().size()], false);
    for (int i = 0; i < subgraph.nodes().size(); i++) {
      var node = subgraph.nodes().get(i);
      if (!node.operator().equals("ASSIGN_VARIABLE")) {
        scope.lower(List.of(i));
        continue;
      }
      var place = new Place(index, subgraph.name(), i, node.operator());
      int handle = (int) b.constant(scope.value(node.inputs().get(0))).orElseThrow().integer(0);
      var value = b.constant(scope.value(node.inputs().get(1)));
      initial.put(handle, value.orElseThrow(() -> notConstant(place)));
    }
  }

  private static OperatorException notConstant(Place place) {
    return new OperatorException(
        ErrorCode.UNSUPPORTED,
        place
            + ": the first value of a variable is known only when the model runs, must be"
            + " constant");
  }

  Variable variable(int handle, Place place) {
    return used.computeIfAbsent(handle, key -> new Variable("resource_" + key, first(key, place)));
  }

  private Literal first(int handle, Place place) {
    var given = Optional.ofNullable(initial.get(handle));
    var type = types.get(handle);
    if (given.isEmpty() && type == null) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: variable \"%s\" is never assigned or read, so it has no type"
              .formatted(place, names.get(handle)));
    }
    return given.orElseGet(() -> Literal.zeros(java.util.Objects.requireNonNull(type)));
  }

  List<Variable> variables() {
    return List.copyOf(used.values());
  }
}
