package dev.bantam.schedule;

import dev.bantam.prim.Origin;
import dev.bantam.prim.Prim;
import java.util.ArrayList;
import java.util.List;

/**
 * A primitive in a {@link Graph}. Its attributes are those of {@code prim}; its operands are here,
 * for those of {@code prim} may belong to a function that was written out.
 */
final class Operation {
  private final Prim prim;
  private final List<Node> operands;
  private final List<Node> results;
  private final Origin origin;

  Operation(Prim prim, List<Node> operands, Origin origin) {
    this.prim = prim;
    this.operands = List.copyOf(operands);
    this.origin = origin;
    var made = new ArrayList<Node>();
    for (var type : prim.types()) made.add(new Node(type, this, made.size()));
    results = List.copyOf(made);
    for (var operand : operands) operand.users().add(this);
  }

  Prim prim() {
    return prim;
  }

  List<Node> operands() {
    return operands;
  }

  List<Node> results() {
    return results;
  }

  Origin origin() {
    return origin;
  }
}
