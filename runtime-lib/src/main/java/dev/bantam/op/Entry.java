package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a graph becomes a program: which tensors go in and come out, in which shapes, and what is
 * already known.
 *
 * @param inputs tensors of the subgraph, in the order of the program's parameters
 * @param outputs tensors of the subgraph, in the order of the program's first results
 * @param shapes one for each input
 * @param observed tensors that the program returns behind its outputs, in this order
 * @param known values of tensors that would otherwise be known only when the program runs
 * @param whole whether everything is done that the graph does, or only what the outputs need
 * @param inner values of tensors of inner subgraphs, likewise known
 * @param until a tensor of an inner subgraph that the program returns instead of the outputs, and
 *     ends with
 */
public record Entry(
    Graph graph,
    int subgraph,
    List<Integer> inputs,
    List<Integer> outputs,
    List<Shape> shapes,
    List<Integer> observed,
    SortedMap<Integer, Literal> known,
    boolean whole,
    Map<TensorPath, Literal> inner,
    Optional<TensorPath> until) {
  public Entry {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    shapes = List.copyOf(shapes);
    observed = List.copyOf(observed);
    known = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(known));
    inner = Map.copyOf(inner);
    if (shapes.size() != inputs.size()) {
      throw new OperatorException(
          ErrorCode.INVALID_REQUEST,
          "%d shapes for %d inputs, must be one for each".formatted(shapes.size(), inputs.size()));
    }
  }

  /** One that does everything. */
  public Entry(
      Graph graph,
      int subgraph,
      List<Integer> inputs,
      List<Integer> outputs,
      List<Shape> shapes,
      List<Integer> observed,
      SortedMap<Integer, Literal> known) {
    this(
        graph,
        subgraph,
        inputs,
        outputs,
        shapes,
        observed,
        known,
        true,
        Map.of(),
        Optional.empty());
  }

  /** The main subgraph, in the shapes that the file gives. */
  public static Entry main(Graph graph) {
    return of(graph, 0, graph.main().inputs(), graph.main().outputs());
  }

  /** A signature of that key; inputs and outputs are in the order of the sorted argument names. */
  public static Entry signature(Graph graph, String key) {
    var signature =
        graph.signatures().stream()
            .filter(candidate -> candidate.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    new OperatorException(
                        ErrorCode.NOT_FOUND,
                        "signature \"%s\": the model has none of that key, it has %s"
                            .formatted(
                                key, graph.signatures().stream().map(s -> s.key()).toList())));
    return of(
        graph,
        signature.subgraph(),
        List.copyOf(signature.inputs().values()),
        List.copyOf(signature.outputs().values()));
  }

  private static Entry of(Graph graph, int index, List<Integer> inputs, List<Integer> outputs) {
    var subgraph = graph.subgraphs().get(index);
    var shapes = inputs.stream().map(input -> subgraph.tensor(input).type().shape()).toList();
    return new Entry(graph, index, inputs, outputs, shapes, List.of(), new TreeMap<>());
  }

  /** With inputs of other shapes. */
  public Entry with(List<Shape> others) {
    return new Entry(
        graph, subgraph, inputs, outputs, others, observed, known, whole, inner, until);
  }

  /** Returns these tensors too, behind the outputs. */
  public Entry observing(List<Integer> tensors) {
    return new Entry(graph, subgraph, inputs, outputs, shapes, tensors, known, whole, inner, until);
  }

  /** Returns every tensor too that an operator of the subgraph computes; not the resources. */
  public Entry observingAll() {
    var computed = new TreeSet<Integer>();
    for (var node : definition().nodes()) {
      for (int tensor : node.outputs()) {
        if (tensor >= 0 && definition().tensor(tensor).type().dtype().bits() > 0)
          computed.add(tensor);
      }
    }
    return observing(new ArrayList<>(computed));
  }

  /**
   * Takes a tensor's value for known. The program is right only for runs in which it has that
   * value; what computes the tensor is left out.
   */
  public Entry knowing(int tensor, Literal value) {
    var more = new TreeMap<>(known);
    more.put(tensor, value);
    return new Entry(graph, subgraph, inputs, outputs, shapes, observed, more, whole, inner, until);
  }

  /** The same of a tensor of an inner subgraph. */
  public Entry knowing(TensorPath path, Literal value) {
    var more = new HashMap<>(inner);
    more.put(path, value);
    return new Entry(graph, subgraph, inputs, outputs, shapes, observed, known, whole, more, until);
  }

  /** Returns only these tensors, so that what they do not need can be left out. */
  public Entry returning(List<Integer> tensors) {
    return new Entry(
        graph, subgraph, inputs, tensors, shapes, List.of(), known, false, inner, Optional.empty());
  }

  /** Returns only this tensor of an inner subgraph, and does nothing behind it. */
  public Entry until(TensorPath path) {
    var through = definition().nodes().get(path.operator()).outputs();
    var tensors = through.stream().filter(output -> output >= 0).toList();
    return new Entry(
        graph,
        subgraph,
        inputs,
        tensors,
        shapes,
        List.of(),
        known,
        false,
        inner,
        Optional.of(path));
  }

  Subgraph definition() {
    return graph.subgraphs().get(subgraph);
  }
}
