package dev.bantam.interp;

import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Program;
import dev.bantam.type.Literal;
import java.util.List;

/**
 * Evaluates single primitives, and makes instances of programs. Without state, so it may be shared.
 */
public final class Interpreter implements Evaluator {
  /** A loop on data of a file has to end; the longest honest ones count tokens or samples. */
  public static final long MOST_STEPS = 10_000_000;

  private final long mostSteps;

  public Interpreter() {
    this(MOST_STEPS);
  }

  /**
   * @param mostSteps that one {@code while} may take
   */
  public Interpreter(long mostSteps) {
    this.mostSteps = mostSteps;
  }

  @Override
  public List<Literal> evaluate(Prim prim, List<Literal> operands) {
    var views = operands.stream().map(View::of).toList();
    return new Execution(mostSteps)
        .evaluate(prim, prim.types(), views).stream().map(View::literal).toList();
  }

  /** Ready to run, with its variables as they are at first. */
  public Instance instance(Program program) {
    return new Instance(program, new Execution(mostSteps));
  }
}
