package dev.bantam.run;

import dev.bantam.device.Executable;
import dev.bantam.prim.Variable;
import java.util.List;

/**
 * A program on a device, with its users counted: it is released when the cache has dropped it and
 * the last session has left it.
 *
 * @see Specializer which counts
 */
final class Compiled {
  private final Executable executable;
  private final List<Variable> variables;
  private int users;

  Compiled(Executable executable, List<Variable> variables) {
    this.executable = executable;
    this.variables = List.copyOf(variables);
  }

  Executable executable() {
    return executable;
  }

  List<Variable> variables() {
    return variables;
  }

  void enter() {
    users++;
  }

  void leave() {
    if (--users == 0) executable.close();
  }
}
