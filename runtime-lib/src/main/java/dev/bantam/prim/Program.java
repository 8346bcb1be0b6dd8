package dev.bantam.prim;

import java.util.List;

/**
 * What a device compiles: one function over all the functions that its regions and calls name, and
 * the variables that live between its runs.
 */
public record Program(Function main, List<Variable> variables) {
  public Program {
    variables = List.copyOf(variables);
  }
}
