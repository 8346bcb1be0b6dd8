package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From operators to primitives. A program has fixed shapes: for other shapes the graph is lowered
 * again.
 */
public final class Lowering {
  private final Operators operators;
  private final Evaluator evaluator;

  /**
   * @param evaluator computes what is constant, once and for all
   */
  public Lowering(Operators operators, Evaluator evaluator) {
    this.operators = operators;
    this.evaluator = evaluator;
  }

  /**
   * The program of an entry: a parameter for each input, and as results the outputs, then the
   * observed tensors. Refuses operators that nobody defined, all of them in one message.
   */
  public Program lower(Entry entry) {
    Reachable.requireDefined(operators, entry);
    var b = new ProgramBuilder("main", evaluator);
    var module = new ModuleState(operators, entry.graph(), evaluator, entry.inner());
    var values = new Value[entry.definition().tensors().size()];
    bindInputs(entry, b, values);
    var scope = new SubgraphLowering(module, b, entry.subgraph(), values, true);
    entry.known().forEach((tensor, value) -> scope.pin(tensor, b.constant(value)));
    var wanted = new ArrayList<>(entry.outputs());
    wanted.addAll(entry.observed());
    var results = results(entry, scope, wanted);
    return new Program(DeadCode.without(b.build(results)), module.variables());
  }

  private static List<Value> results(Entry entry, SubgraphLowering scope, List<Integer> wanted) {
    try {
      scope.lower(Reachable.nodes(entry), wanted);
    } catch (UnknownValueException unknown) {
      if (entry.until().isEmpty() || !entry.until().equals(unknown.inner())) throw unknown;
      return List.of(unknown.value());
    }
    if (entry.until().isPresent())
      throw new IllegalStateException(entry.until().get() + " is not met");
    return wanted.stream().map(scope::value).toList();
  }

  private static void bindInputs(Entry entry, ProgramBuilder b, Value[] values) {
    for (int i = 0; i < entry.inputs().size(); i++) {
      int input = entry.inputs().get(i);
      var tensor = entry.definition().tensor(input);
      var type = unpacked(tensor.type().with(entry.shapes().get(i)));
      if (type.dtype() == DType.RESOURCE || type.dtype() == DType.VARIANT) {
        throw new OperatorException(
            ErrorCode.UNSUPPORTED,
            "input \"%s\" is of type %s, must be a type that a program computes with"
                .formatted(tensor.name(), type.dtype()));
      }
      values[input] = b.parameter(type);
    }
  }

  /** Packed integers are held one to a byte outside of constants. */
  static TensorType unpacked(TensorType type) {
    if (type.dtype().kind() != DType.Kind.PACKED) return type;
    return type.with(type.dtype() == DType.U4 ? DType.U8 : DType.I8);
  }

  /**
   * The types of a node's results, as a converter needs them before a graph is whole.
   *
   * @param tensors that the node's indices mean; those of the results need only their element type
   * @param context whose subgraphs a control operator names
   */
  public List<TensorType> resultTypes(
      Node node, List<GraphTensor> tensors, Optional<Graph> context) {
    var inputs = new ArrayList<Integer>();
    for (int input : node.inputs()) {
      if (input >= 0 && tensors.get(input).constant().isEmpty() && !inputs.contains(input))
        inputs.add(input);
    }
    var alone = new Subgraph("", tensors, inputs, node.outputs(), List.of(node));
    var subgraphs = new ArrayList<Subgraph>();
    context.ifPresent(graph -> subgraphs.addAll(graph.subgraphs()));
    subgraphs.add(alone);
    var graph = new Graph(subgraphs, List.of(), List.of(), "");
    var shapes = inputs.stream().map(input -> tensors.get(input).type().shape()).toList();
    var entry =
        new Entry(
            graph,
            subgraphs.size() - 1,
            inputs,
            node.outputs(),
            shapes,
            List.of(),
            new java.util.TreeMap<>());
    return lower(entry).main().resultTypes();
  }
}
