package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
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
  private final Map<Resource, Integer> handles = new HashMap<>();
  private final List<Resource> names = new ArrayList<>();
  private final List<@Nullable TensorType> types = new ArrayList<>();
  private final Map<Integer, Variable> used = new TreeMap<>();
  private final Map<Integer, Literal> initial = new HashMap<>();
  private final Map<Integer, List<KeyedTable.Import>> imports = new HashMap<>();
  private final Map<Integer, KeyedTable.Entries> filled = new HashMap<>();
  private final Map<Integer, KeyedTable> tables = new TreeMap<>();

  Resources(Operators operators, Graph graph, Evaluator evaluator) {
    for (int i = 0; i < graph.subgraphs().size(); i++) collect(i, graph.subgraphs().get(i));
    for (var subgraph : graph.subgraphs()) {
      for (var node : subgraph.nodes()) {
        if (!node.operator().equals("CALL_ONCE")) continue;
        long index = new CallOnce().attributes(node.attributes());
        // One that is not there is refused by the operator, with the place.
        if (index >= 0 && index < graph.subgraphs().size())
          initialize(operators, graph, evaluator, (int) index);
      }
    }
  }

  int handle(Resource resource) {
    return handles.computeIfAbsent(
        resource,
        key -> {
          names.add(key);
          types.add(null);
          return names.size() - 1;
        });
  }

  private void collect(int index, Subgraph subgraph) {
    var byTensor = new HashMap<Integer, Integer>();
    for (int i = 0; i < subgraph.nodes().size(); i++) {
      var node = subgraph.nodes().get(i);
      switch (node.operator()) {
        case "VAR_HANDLE" -> byTensor.put(output(node), handle(named(node)));
        case "HASHTABLE" -> byTensor.put(output(node), handle(table(node)));
        case "ASSIGN_VARIABLE" -> type(byTensor.get(input(node, 0)), subgraph, input(node, 1));
        case "READ_VARIABLE" -> type(byTensor.get(input(node, 0)), subgraph, output(node));
        case "HASHTABLE_IMPORT" ->
            addImport(byTensor.get(input(node, 0)), index, i, subgraph, node);
        default -> {}
      }
    }
  }

  /** Or none: what is missing or out of range is refused by the operator, with the place. */
  private static int input(Node node, int index) {
    return index < node.inputs().size() ? node.inputs().get(index) : Node.ABSENT;
  }

  private static int output(Node node) {
    return node.outputs().isEmpty() ? Node.ABSENT : node.outputs().getFirst();
  }

  private static boolean isTensor(int tensor, Subgraph subgraph) {
    return tensor >= 0 && tensor < subgraph.tensors().size();
  }

  private static Resource named(Node node) {
    return new VarHandle().attributes(node.attributes());
  }

  private static Resource table(Node node) {
    return new Resource.Table(new Hashtable().attributes(node.attributes()));
  }

  private void addImport(
      @Nullable Integer handle, int index, int operator, Subgraph subgraph, Node node) {
    int keyTensor = input(node, 1);
    int valueTensor = input(node, 2);
    if (handle == null || !isTensor(keyTensor, subgraph) || !isTensor(valueTensor, subgraph))
      return;
    var all = imports.computeIfAbsent(handle, key -> new ArrayList<>());
    var name = "table_%d_%d".formatted(handle, all.size() + 1);
    var keys = KeyedTable.nothing(subgraph.tensor(keyTensor).type());
    var values = KeyedTable.nothing(subgraph.tensor(valueTensor).type());
    all.add(
        new KeyedTable.Import(
            index,
            operator,
            new Variable(name + "_keys", keys),
            new Variable(name + "_values", values)));
  }

  private void type(@Nullable Integer handle, Subgraph subgraph, int tensor) {
    if (handle != null && isTensor(tensor, subgraph) && types.get(handle) == null)
      types.set(handle, Lowering.unpacked(subgraph.tensor(tensor).type()));
  }

  /** Runs the subgraph of a {@code CALL_ONCE} now: what it assigns has to be constant. */
  private void initialize(Operators operators, Graph graph, Evaluator evaluator, int index) {
    var subgraph = graph.subgraphs().get(index);
    var b = new ProgramBuilder("init", evaluator);
    var module = new ModuleState(operators, graph, this);
    var scope =
        new SubgraphLowering(
            module, b, index, new @Nullable Value[subgraph.tensors().size()], false);
    for (int i = 0; i < subgraph.nodes().size(); i++) {
      var node = subgraph.nodes().get(i);
      var place = new Place(index, subgraph.name(), i, node.operator());
      switch (node.operator()) {
        case "ASSIGN_VARIABLE" -> {
          requireInputs(node, 2, subgraph, place);
          initial.put(handleOf(node, scope, b), constant(node.inputs().get(1), scope, b, place));
        }
        case "HASHTABLE_IMPORT" -> {
          requireInputs(node, 3, subgraph, place);
          var keys = b.constant(constant(node.inputs().get(1), scope, b, place));
          var values = b.constant(constant(node.inputs().get(2), scope, b, place));
          var ordered = KeyedTable.ordered(keys, values, b);
          filled.putIfAbsent(
              handleOf(node, scope, b),
              new KeyedTable.Entries(
                  b.constant(ordered.get(0)).orElseThrow(),
                  b.constant(ordered.get(1)).orElseThrow()));
        }
        default -> scope.lower(List.of(i));
      }
    }
  }

  private static void requireInputs(Node node, int count, Subgraph subgraph, Place place) {
    for (int i = 0; i < count; i++) {
      if (isTensor(input(node, i), subgraph)) continue;
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: input %d is tensor %d, must be in [0, %d)"
              .formatted(place, i, input(node, i), subgraph.tensors().size()));
    }
  }

  private static int handleOf(Node node, SubgraphLowering scope, ProgramBuilder b) {
    return (int) b.constant(scope.value(node.inputs().getFirst())).orElseThrow().integer(0);
  }

  private static Literal constant(
      int tensor, SubgraphLowering scope, ProgramBuilder b, Place place) {
    return b.constant(scope.value(tensor)).orElseThrow(() -> notConstant(place));
  }

  private static OperatorException notConstant(Place place) {
    return new OperatorException(
        ErrorCode.UNSUPPORTED,
        place
            + ": the first value of a variable or table is known only when the model runs, must be"
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
          "%s: %s is never assigned or read, so it has no type"
              .formatted(place, names.get(handle)));
    }
    return given.orElseGet(() -> Literal.zeros(java.util.Objects.requireNonNull(type)));
  }

  KeyedTable table(int handle, Place place) {
    if (!(names.get(handle) instanceof Resource.Table)) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: resource is %s, must be a table".formatted(place, names.get(handle)));
    }
    return tables.computeIfAbsent(
        handle,
        key -> {
          var entries = Optional.ofNullable(filled.get(key));
          var by = entries.isPresent() ? null : imports.get(key);
          var none = Literal.scalar(DType.I32, 0L);
          return new KeyedTable(
              entries,
              by == null ? List.of() : by,
              new Variable("table_%d_filled".formatted(key), none));
        });
  }

  List<Variable> variables() {
    var all = new ArrayList<>(used.values());
    for (var table : tables.values()) {
      if (table.imports().isEmpty()) continue;
      all.add(table.filledBy());
      for (var by : table.imports()) all.addAll(List.of(by.keys(), by.values()));
    }
    return all;
  }
}
