package dev.bantam.converter.build;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns bodies into the subgraphs of a graph. */
public final class Settlement {
  private final List<Body> bodies = new ArrayList<>();
  private final Map<Body, Integer> indices = new IdentityHashMap<>();

  private Settlement() {}

  /** The names of a region's index in the options of operators of control flow. */
  private static final Map<String, List<String>> REGIONS =
      Map.of(
          "IF", List.of("then_subgraph_index", "else_subgraph_index"),
          "WHILE", List.of("cond_subgraph_index", "body_subgraph_index"),
          "CALL_ONCE", List.of("init_subgraph_index"));

  /** Operators that stock runtimes know from a later version on only. */
  private static final Map<String, Integer> FIRST_VERSIONS = Map.of("BROADCAST_TO", 2);

  /**
   * The graph with {@code main} in front, and one signature for it.
   *
   * @param inputs argument names, in the order of the body's inputs
   */
  public static Graph graph(Body main, String key, List<String> inputs, List<String> outputs) {
    var settlement = new Settlement();
    settlement.find(main);
    var subgraphs = settlement.bodies.stream().map(settlement::subgraph).toList();
    var first = subgraphs.getFirst();
    var signature =
        new Signature(key, 0, named(inputs, first.inputs()), named(outputs, first.outputs()));
    return new Graph(subgraphs, List.of(signature), List.of(), "");
  }

  private static SortedMap<String, Integer> named(List<String> names, List<Integer> tensors) {
    var map = new TreeMap<String, Integer>();
    for (int i = 0; i < names.size(); i++) map.put(names.get(i), tensors.get(i));
    return map;
  }

  private void find(Body body) {
    if (indices.putIfAbsent(body, bodies.size()) != null) return;
    bodies.add(body);
    for (var op : body.ops()) op.regions().forEach(this::find);
  }

  private Subgraph subgraph(Body body) {
    var tensors = new ArrayList<GraphTensor>();
    var numbers = new HashMap<Edge, Integer>();
    var inputs = body.inputs().stream().map(edge -> number(edge, tensors, numbers)).toList();
    var nodes = new ArrayList<Node>();
    for (var op : body.ops()) {
      nodes.add(
          node(
              op.operator(),
              op.inputs().stream().map(edge -> number(edge, tensors, numbers)).toList(),
              op.outputs().stream().map(edge -> number(edge, tensors, numbers)).toList(),
              attributes(op)));
    }
    var outputs = body.outputs().stream().map(edge -> number(edge, tensors, numbers)).toList();
    return new Subgraph(body.name(), tensors, inputs, outputs, nodes);
  }

  private static Node node(
      String operator, List<Integer> inputs, List<Integer> outputs, Attributes attributes) {
    int version = FIRST_VERSIONS.getOrDefault(operator, 1);
    return new Node(operator, false, version, inputs, outputs, List.of(), attributes);
  }

  private static int number(Edge edge, List<GraphTensor> tensors, Map<Edge, Integer> numbers) {
    if (edge.isAbsent()) return Node.ABSENT;
    return numbers.computeIfAbsent(
        edge,
        e -> {
          tensors.add(tensor(e));
          return tensors.size() - 1;
        });
  }

  /** A tensor as a file has it. */
  public static GraphTensor tensor(Edge edge) {
    var tensor =
        edge.constant()
            .map(value -> GraphTensor.constant(edge.name(), value))
            .orElseGet(() -> open(edge));
    return edge.quantization().map(tensor::with).orElse(tensor);
  }

  private static GraphTensor open(Edge edge) {
    var plain = GraphTensor.of(edge.name(), edge.form().type());
    return new GraphTensor(
        plain.name(),
        plain.type(),
        edge.form().signature(),
        plain.quantization(),
        plain.constant(),
        false);
  }

  private Attributes attributes(Op op) {
    var names = REGIONS.getOrDefault(op.operator(), List.of());
    if (names.isEmpty()) return op.attributes();
    var values = new TreeMap<>(op.attributes().values());
    for (int i = 0; i < names.size(); i++)
      values.put(names.get(i), (long) Objects.requireNonNull(indices.get(op.regions().get(i))));
    return Attributes.of(op.attributes().table(), values);
  }
}
