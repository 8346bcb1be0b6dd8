package dev.bantam.schedule;

import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Function;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Program;
import dev.bantam.prim.Reachable;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The values of a program that integers are computed from: found by walking back from each
 * conversion of a float to an integer, through calls, loops and variables.
 *
 * <p>Integers are the same bits on every device. Where they are rounded floats, as in networks that
 * quantize while they run, one float that is off in its last place is enough for another integer;
 * so these floats are computed alike everywhere, and in the order that the interpreter has.
 */
final class StrictValues {
  private final Map<Value, List<Value>> given = new HashMap<>();
  private final Map<Variable, List<Value>> written = new HashMap<>();
  private final Set<Value> found = new HashSet<>();
  private final Deque<Value> left = new ArrayDeque<>();

  private StrictValues() {}

  static Set<Value> of(Program program) {
    var values = new StrictValues();
    for (var function : Reachable.from(program.main())) {
      for (var instruction : function.body()) values.read(instruction);
    }
    while (!values.left.isEmpty()) {
      values.sources(values.left.remove()).forEach(values::find);
    }
    return values.found;
  }

  private void find(Value value) {
    if (found.add(value)) left.add(value);
  }

  private void read(Instruction instruction) {
    switch (instruction.prim()) {
      case Elementwise.Convert(var x, var dtype) -> {
        if (x.type().dtype().isFloat() && dtype.isInteger()) find(x);
      }
      case Control.Call(var callee, var arguments) -> give(callee, arguments);
      case Control.Case(_, var branches, var arguments) ->
          branches.forEach(branch -> give(branch, arguments));
      case Control.While(var condition, var body, var initial) -> {
        for (var region : List.of(condition, body)) {
          give(region, initial);
          give(region, body.results());
        }
      }
      case Control.Scan(var body, var carry, var xs, _, _) -> {
        give(body, carry);
        give(body, body.results().subList(0, carry.size()));
        for (int i = 0; i < xs.size(); i++) {
          give(body.parameters().get(carry.size() + i), xs.get(i));
        }
      }
      case State.Write(var variable, var x) ->
          written.computeIfAbsent(variable, _ -> new ArrayList<>()).add(x);
      case Prim _ -> {}
    }
  }

  private void give(Function function, List<Value> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      give(function.parameters().get(i), arguments.get(i));
    }
  }

  private void give(Value parameter, Value argument) {
    given.computeIfAbsent(parameter, _ -> new ArrayList<>()).add(argument);
  }

  /** What a value is computed from. */
  private List<Value> sources(Value value) {
    if (value.prim().isEmpty()) return given.getOrDefault(value, List.of());
    int i = value.index();
    return switch (value.prim().get()) {
      case Control.Call call -> List.of(call.callee().results().get(i));
      case Control.Case choice ->
          choice.branches().stream().map(branch -> branch.results().get(i)).toList();
      case Control.While loop -> List.of(loop.initial().get(i), loop.body().results().get(i));
      case Control.Scan scan -> {
        var result = scan.body().results().get(i);
        yield i < scan.carry().size() ? List.of(scan.carry().get(i), result) : List.of(result);
      }
      case State.Read(var variable) -> written.getOrDefault(variable, List.of());
      case Prim prim -> prim.operands();
    };
  }
}
