package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.type.DType;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a node against its operator's signature: how many operands, and of which types. */
final class Conformity {
  private Conformity() {}

  static void require(Signature signature, Place place, Node node, Subgraph subgraph) {
    var operands = signature.operands();
    int given = node.inputs().size();
    boolean variadic = !operands.isEmpty() && operands.getLast().variadic();
    if (given > operands.size() && !variadic) {
      throw new OperatorException(
          ErrorCode.INVALID_MODEL,
          "%s: %d inputs, must be at most %d".formatted(place, given, operands.size()));
    }
    for (int i = 0; i < Math.max(given, operands.size()); i++) {
      var operand = operands.get(Math.min(i, operands.size() - 1));
      int tensor = i < given ? node.inputs().get(i) : Node.ABSENT;
      if (tensor == Node.ABSENT) {
        if (operand.optional() || (operand.variadic() && i >= given)) continue;
        throw new OperatorException(
            ErrorCode.INVALID_MODEL,
            "%s: operand \"%s\" is missing, must be input %d".formatted(place, operand.name(), i));
      }
      if (tensor < 0 || tensor >= subgraph.tensors().size()) {
        throw new OperatorException(
            ErrorCode.INVALID_MODEL,
            "%s: operand \"%s\" is tensor %d, must be in [0, %d)"
                .formatted(place, operand.name(), tensor, subgraph.tensors().size()));
      }
      requireType(operand, place, subgraph.tensor(tensor).type().dtype());
    }
  }

  private static void requireType(Signature.Operand operand, Place place, DType dtype) {
    if (operand.types().contains(dtype)) return;
    throw new OperatorException(
        ErrorCode.UNSUPPORTED,
        "%s: operand \"%s\" is %s, must be %s"
            .formatted(place, operand.name(), dtype, oneOf(operand.types())));
  }

  private static String oneOf(Set<DType> types) {
    var names = types.stream().map(DType::toString).collect(Collectors.joining(", "));
    return types.size() == 1 ? names : "one of " + names;
  }
}
