package dev.bantam.interp;

import dev.bantam.error.ErrorCode;
import dev.bantam.prim.Program;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A program with its variables. One thread at a time. */
public final class Instance {
  private final Program program;
  private final Execution execution;

  Instance(Program program, Execution execution) {
    this.program = program;
    this.execution = execution;
  }

  /** The results for these arguments, one for each parameter of the main function. */
  public List<Literal> run(List<Literal> arguments) {
    var parameters = program.main().parameters();
    if (arguments.size() != parameters.size()) {
      throw new InterpreterException(
          ErrorCode.INVALID_REQUEST,
          "%s: %d arguments, must be %d",
          program.main(),
          arguments.size(),
          parameters.size());
    }
    for (int i = 0; i < parameters.size(); i++) {
      if (arguments.get(i).type().equals(parameters.get(i).type())) continue;
      throw new InterpreterException(
          ErrorCode.INVALID_REQUEST,
          "%s: argument %d is %s, must be %s",
          program.main(),
          i,
          arguments.get(i).type(),
          parameters.get(i).type());
    }
    var views = arguments.stream().map(View::of).toList();
    return execution.call(program.main(), views).stream().map(View::literal).toList();
  }

  /** What the variables hold, by name. */
  public Map<String, Literal> state() {
    var state = new TreeMap<String, Literal>();
    for (var variable : program.variables()) {
      state.put(variable.name(), execution.variable(variable).literal());
    }
    return state;
  }

  /** Gives variables a value; those that the program does not have are left aside. */
  public void setState(Map<String, Literal> state) {
    for (var variable : program.variables()) {
      var value = state.get(variable.name());
      if (value == null) continue;
      if (!value.type().equals(variable.type())) {
        throw new InterpreterException(
            ErrorCode.INVALID_REQUEST,
            "%s: variable \"%s\" is given %s, must be %s",
            program.main(),
            variable.name(),
            value.type(),
            variable.type());
      }
      execution.set(variable, View.of(value));
    }
  }

  /** Variables are what they were before the first run. */
  public void reset() {
    execution.reset();
  }
}
