package dev.bantam.schedule;

import dev.bantam.prim.Origin;
import dev.bantam.prim.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A primitive in a {@link Graph}. Its attributes are those of {@code prim}; its operands are here,
 * for those of {@code prim} may belong to a function that was written out.
 */
final class Operation {
  private final Prim prim;
  private final List<Node> operands;
  private final List<Node> results;
  private final Origin origin;

  /**
   * @param strict of which results each device computes the same bits
   */
  Operation(Prim prim, List<Node> operands, Origin origin, IntPredicate strict) {
    this.prim = prim;
    this.operands = List.copyOf(operands);
    this.origin = origin;
    var made = new ArrayList<Node>();
    for (var type : prim.types()) {
      made.add(new Node(type, this, made.size(), strict.test(made.size())));
    }
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
