package dev.bantam.model;

import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.BitSet;

/**
 * Each tensor has one origin, and has it before anyone reads it: an input, a constant, a variable,
 * or one operator. A cycle would need a read before its write, and so would an operator that reads
 * what it writes (CVE-2020-15210).
 */
final class OrderCheck {
  private final Subgraph subgraph;
  private final Place place;
  private final BitSet known = new BitSet();
  private final BitSet written = new BitSet();

  private OrderCheck(Subgraph subgraph, Place place) {
    this.subgraph = subgraph;
    this.place = place;
  }

  /** The subgraph, with a value for each constant that has no elements: files leave those out. */
  static Subgraph check(Subgraph subgraph, Place place) {
    var complete = withEmptyConstants(subgraph);
    new OrderCheck(complete, place).check();
    return complete;
  }

  private static Subgraph withEmptyConstants(Subgraph subgraph) {
    var made = new BitSet();
    subgraph.inputs().forEach(made::set);
    for (var node : subgraph.nodes()) node.outputs().forEach(made::set);
    var tensors = new ArrayList<GraphTensor>(subgraph.tensors());
    for (int i = 0; i < tensors.size(); i++) {
      var tensor = tensors.get(i);
      boolean hasBytes = tensor.type().dtype().kind() != DType.Kind.HOST;
      if (made.get(i) || tensor.constant().isPresent() || !hasBytes) continue;
      if (tensor.type().elements() == 0) tensors.set(i, tensor.with(Literal.zeros(tensor.type())));
    }
    return new Subgraph(
        subgraph.name(), tensors, subgraph.inputs(), subgraph.outputs(), subgraph.nodes());
  }

  private void check() {
    for (int i = 0; i < subgraph.tensors().size(); i++) {
      var tensor = subgraph.tensor(i);
      if (tensor.constant().isPresent() || tensor.variable()) known.set(i);
    }
    for (int i = 0; i < subgraph.inputs().size(); i++) {
      write(subgraph.inputs().get(i), place.part("input", i));
    }
    for (int n = 0; n < subgraph.nodes().size(); n++) {
      var node = subgraph.nodes().get(n);
      var here = place.operator(n, node.operator());
      for (int i = 0; i < node.inputs().size(); i++) {
        int input = node.inputs().get(i);
        if (input != Node.ABSENT) read(input, here.part("input", i));
      }
      for (int i = 0; i < node.outputs().size(); i++) {
        write(node.outputs().get(i), here.part("output", i));
      }
    }
    for (int i = 0; i < subgraph.outputs().size(); i++) {
      read(subgraph.outputs().get(i), place.part("output", i));
    }
  }

  private void read(int tensor, Place here) {
    if (!known.get(tensor)) {
      throw new ModelException(
          here, "%s is read before it is written, must be written before".formatted(name(tensor)));
    }
  }

  private void write(int tensor, Place here) {
    if (written.get(tensor)) {
      throw new ModelException(
          here, "%s is written twice, must be written once".formatted(name(tensor)));
    }
    if (subgraph.tensor(tensor).constant().isPresent() && !subgraph.tensor(tensor).variable()) {
      throw new ModelException(
          here, "%s is a constant, must not be written".formatted(name(tensor)));
    }
    written.set(tensor);
    known.set(tensor);
  }

  private String name(int tensor) {
    return "tensor %d %s".formatted(tensor, Place.quoted(subgraph.tensor(tensor).name()));
  }
}
