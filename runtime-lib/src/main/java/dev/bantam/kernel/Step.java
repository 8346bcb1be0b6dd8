package dev.bantam.kernel;

import java.util.List;

/** What a run does, in order: launches of kernels, and control flow around them. */
public sealed interface Step {
  /**
   * Runs a kernel to its end.
   *
   * @param label whose time it is: an index into the module's labels
   */
  record Launch(Kernel kernel, List<Argument> arguments, int label) implements Step {
    public Launch {
      arguments = List.copyOf(arguments);
      if (arguments.size() != kernel.parameters().size()) {
        throw new IllegalArgumentException(
            "%d arguments for %s".formatted(arguments.size(), kernel.parameters()));
      }
    }
  }

  /** A part of a slot that begins at an element, which may depend on the loops around the step. */
  record Argument(Slot slot, Expr at) {}

  /** Runs the steps once for each index. */
  record Loop(Expr.Index index, List<Step> body) implements Step {
    public Loop {
      body = List.copyOf(body);
    }
  }

  /** As long as the condition, one bool that the first steps write, is true, runs the body. */
  record While(List<Step> condition, Argument flag, List<Step> body) implements Step {
    public While {
      condition = List.copyOf(condition);
      body = List.copyOf(body);
    }
  }

  /** Runs the branch that {@code index}, one i32, names, or the last one if there is none. */
  record Case(Argument index, List<List<Step>> branches) implements Step {
    public Case {
      branches = branches.stream().map(List::copyOf).toList();
    }
  }
}
