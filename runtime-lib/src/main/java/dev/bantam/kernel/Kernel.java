package dev.bantam.kernel;

import java.util.List;

/**
 * A loop nest whose outermost iterations are independent, so that they may be spread over threads.
 * Two launches with equal kernels share their code.
 *
 * @param parameters the memory that it works on, given at launch
 * @param index the variable of the outermost loop
 * @param cost of one outermost iteration, in about picoseconds of one core
 */
public record Kernel(List<Buffer> parameters, Expr.Index index, long cost, List<Stmt> body) {
  public Kernel {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /** How many independent iterations there are. */
  public long extent() {
    return index.extent();
  }
}
