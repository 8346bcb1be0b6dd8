package dev.bantam.run;

import dev.bantam.device.Executable;
import dev.bantam.prim.Variable;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.Optional;

/**
 * A program on a device, with its users counted: it is released when the cache has dropped it and
 * the last session has left it.
 *
 * @see Specializer which counts
 */
final class Compiled {
  private final Executable executable;
  private final List<Variable> variables;
  private final List<Optional<Literal>> hostResults;
  private int users;

  /**
   * @param hostResults for each output of the entry, its value if it is one that only the host can
   *     hold; the others are the executable's outputs, in order
   */
  Compiled(Executable executable, List<Variable> variables, List<Optional<Literal>> hostResults) {
    this.executable = executable;
    this.variables = List.copyOf(variables);
    this.hostResults = List.copyOf(hostResults);
  }

  Executable executable() {
    return executable;
  }

  List<Variable> variables() {
    return variables;
  }

  List<Optional<Literal>> hostResults() {
    return hostResults;
  }

  /** Which output of the executable an output of the entry is. */
  int deviceOutput(int output) {
    int index = 0;
    for (int i = 0; i < output; i++) if (hostResults.get(i).isEmpty()) index++;
    return index;
  }

  void enter() {
    users++;
  }

  void leave() {
    if (--users == 0) executable.close();
  }
}
