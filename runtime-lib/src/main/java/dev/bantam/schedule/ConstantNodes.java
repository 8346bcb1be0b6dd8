package dev.bantam.schedule;

import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Source;
import dev.bantam.type.Literal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The values of constants, and of views of constants. */
final class ConstantNodes implements Tiling.Constants {
  private final Evaluator evaluator;
  private final Map<Node, Literal> known = new HashMap<>();

  ConstantNodes(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  @Override
  public Optional<Literal> valueOf(Node node) {
    if (!isConstant(node)) return Optional.empty();
    return Optional.of(value(node));
  }

  private boolean isConstant(Node node) {
    return switch (node.prim()) {
      case null -> false;
      case Source.Constant _, Source.Iota _ -> true;
      case Movement _ -> node.producer().operands().stream().allMatch(this::isConstant);
      case Prim _ -> false;
    };
  }

  private Literal value(Node node) {
    var before = known.get(node);
    if (before != null) return before;
    var operands = node.producer().operands().stream().map(this::value).toList();
    var value =
        node.prim() instanceof Source.Constant(var literal)
            ? literal
            : evaluator.evaluate(node.producer().prim(), operands).getFirst();
    known.put(node, value);
    return value;
  }
}
