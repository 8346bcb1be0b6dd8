package dev.bantam.dialect;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** C for a processor of 32 bits, where a kernel is a function that runs all of its iterations. */
final class SmallCDialect extends NarrowIndexDialect {
  private final boolean vectors;

  /**
   * @param vectors whether the processor has vectors of 128 bits
   */
  SmallCDialect(boolean vectors) {
    this.vectors = vectors;
  }

  @Override
  void function(String name, Kernel kernel, Set<Buffer> stored) {
    var parameters = parameters(kernel, stored);
    line(
        "static KERNEL void %s(%s) {",
        name, parameters.isEmpty() ? "void" : parameters.substring(2));
    var end = Long.toString(kernel.extent());
    indented(() -> loop(kernel.index(), "0", end, kernel.body(), Stmt.Loop.SERIAL));
    line("}");
  }

  @Override
  boolean isNarrow() {
    return true;
  }

  @Override
  Optional<List<String>> vectors(Expr.Index index, List<Stmt> body) {
    return vectors ? super.vectors(index, body) : Optional.empty();
  }
}
