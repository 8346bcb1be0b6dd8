package dev.bantam.prim;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the records alone cannot check of a program: that each value is defined once and before its
 * use, that functions capture nothing, and that variables are declared. Stands between stages.
 */
public final class Legality {
  private final Map<String, Variable> variables = new HashMap<>();
  private final Set<Function> checked = Collections.newSetFromMap(new IdentityHashMap<>());

  private Legality() {}

  /** Passes a legal program. */
  public static void check(Program program) {
    var legality = new Legality();
    for (var variable : program.variables()) {
      if (legality.variables.put(variable.name(), variable) != null) {
        throw new ProgramException(
            "@" + variable.name(), "declared twice, a variable's name must be its own");
      }
    }
    legality.check(program.main());
  }

  private void check(Function function) {
    if (!checked.add(function)) return;
    Set<Value> defined = Collections.newSetFromMap(new IdentityHashMap<>());
    var names = new HashSet<String>();
    for (var parameter : function.parameters()) {
      if (parameter.prim().isPresent()) {
        throw new ProgramException(
            function.toString(),
            "parameter %s is a result, must be computed by nothing",
            parameter);
      }
      define(function, parameter, defined, names);
    }
    for (var instruction : function.body()) {
      requireDefined(function, instruction.prim().operands(), defined);
      checkResults(function, instruction);
      for (var result : instruction.results()) define(function, result, defined, names);
      checkState(function, instruction.prim());
      Reachable.regions(instruction.prim()).forEach(this::check);
    }
    requireDefined(function, function.results(), defined);
  }

  private static void define(
      Function function, Value value, Set<Value> defined, Set<String> names) {
    if (!defined.add(value)) {
      throw new ProgramException(
          function.toString(), "%s is defined twice, must be defined once", value);
    }
    if (!names.add(value.name())) {
      throw new ProgramException(
          function.toString(), "two values are named %%%s, names must differ", value.name());
    }
  }

  private static void requireDefined(Function function, List<Value> values, Set<Value> defined) {
    for (var value : values) {
      if (defined.contains(value)) continue;
      throw new ProgramException(
          function.toString(), "%s is used where it is not defined, must be before", value);
    }
  }

  private static void checkResults(Function function, Instruction instruction) {
    var types = instruction.prim().types();
    var results = instruction.results();
    boolean fits = types.equals(results.stream().map(Value::type).toList());
    for (int i = 0; fits && i < results.size(); i++) {
      var result = results.get(i);
      fits = result.index() == i && result.prim().orElse(null) == instruction.prim();
    }
    if (!fits) {
      throw new ProgramException(
          function.toString(),
          "results are %s, must be those of a primitive that gives %s",
          results,
          types);
    }
  }

  private void checkState(Function function, Prim prim) {
    var variable =
        switch (prim) {
          case State.Read(var read) -> read;
          case State.Write(var written, _) -> written;
          case Prim _ -> null;
        };
    if (variable == null || variable.equals(variables.get(variable.name()))) return;
    throw new ProgramException(
        function.toString(),
        "variable @%s is not declared, must be in the program",
        variable.name());
  }
}
