package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.TensorType;
import java.util.Optional;

/** Copies from memory to memory. */
final class Copies {
  private static final double COST = 0.3;

  private Copies() {}

  static Step.Launch of(View from, View to, TensorType type, int label) {
    var kernel = new KernelBuilder(_ -> Optional.empty());
    var index = kernel.names().index(type.elements());
    var body = Block.outermost();
    var source = kernel.parameter(from);
    body.add(new Stmt.Store(kernel.parameter(to), index, new Expr.Load(source, index)));
    return kernel.launch(index, COST, body, label);
  }
}
