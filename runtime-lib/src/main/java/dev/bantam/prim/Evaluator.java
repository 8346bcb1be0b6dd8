package dev.bantam.prim;

import dev.bantam.type.Literal;
import java.util.List;

/**
 * The meaning of primitives, as far as the builder needs it to fold constants. The interpreter is
 * the one there is.
 */
@FunctionalInterface
public interface Evaluator {
  /**
   * The results of a primitive without state, given its operands in the order of {@link
   * Prim#operands}.
   */
  List<Literal> evaluate(Prim prim, List<Literal> operands);
}
