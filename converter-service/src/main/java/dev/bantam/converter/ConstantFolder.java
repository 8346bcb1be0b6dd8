package dev.bantam.converter;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Folder;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Settlement;
import dev.bantam.error.BantamException;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.interp.Interpreter;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Computes operators on constants by their own definitions, in the interpreter. */
public final class ConstantFolder implements Folder {
  private final Interpreter interpreter = new Interpreter();
  private final Lowering lowering = new Lowering(Operators.load(), interpreter);

  @Override
  public Optional<List<Literal>> fold(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results) {
    if (operator.equals("CAST")
        && isPlain(inputs.getFirst())
        && isPlain(results.getFirst().dtype())) {
      var value = inputs.getFirst().constant().orElseThrow();
      return Optional.of(List.of(Literals.cast(value, results.getFirst().dtype())));
    }
    try {
      return Optional.of(computed(graph(operator, inputs, attributes, results), results));
    } catch (BantamException notHere) {
      // Whatever the reason is, the operator may stay: it is then met where the model is run.
      return Optional.empty();
    }
  }

  private static boolean isPlain(Edge edge) {
    return isPlain(edge.dtype());
  }

  private static boolean isPlain(DType dtype) {
    return dtype.isArithmetic() || dtype == DType.BOOL;
  }

  private List<Literal> computed(Graph graph, List<Form> results) {
    var program = lowering.lower(Entry.main(graph));
    var values = interpreter.instance(program).run(List.of());
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).type().equals(results.get(i).type())) {
        throw new IllegalStateException(
            "%s was folded to %s, must be %s"
                .formatted(
                    graph.main().nodes().getFirst().operator(),
                    values.get(i).type(),
                    results.get(i)));
      }
    }
    return values;
  }

  private static Graph graph(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results) {
    var tensors = new ArrayList<GraphTensor>();
    var ins = new ArrayList<Integer>();
    for (var input : inputs) {
      ins.add(input.isAbsent() ? Node.ABSENT : tensors.size());
      if (!input.isAbsent()) tensors.add(Settlement.tensor(input));
    }
    var outs = new ArrayList<Integer>();
    for (var form : results) {
      outs.add(tensors.size());
      tensors.add(GraphTensor.of("result" + outs.size(), form.type()));
    }
    var node = Node.builtin(operator, ins, outs, attributes);
    var main = new Subgraph("constant", tensors, List.of(), outs, List.of(node));
    return new Graph(List.of(main), List.of(), List.of(), "");
  }
}
