package dev.bantam.op;

import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Leaves out what neither a result nor a variable needs. */
final class DeadCode {
  private DeadCode() {}

  static Function without(Function function) {
    Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    needed.addAll(function.results());
    var kept = new ArrayList<Instruction>();
    for (var instruction : function.body().reversed()) {
      boolean used = hasEffect(instruction.prim());
      for (var result : instruction.results()) used |= needed.contains(result);
      if (!used) continue;
      kept.addFirst(instruction);
      needed.addAll(instruction.prim().operands());
    }
    return new Function(function.name(), function.parameters(), kept, function.results());
  }

  private static boolean hasEffect(Prim prim) {
    return switch (prim) {
      case State.Write _ -> true;
      case Control.Case(var _, var branches, var _) ->
          branches.stream().anyMatch(DeadCode::hasEffect);
      case Control.While(var condition, var body, var _) -> hasEffect(condition) || hasEffect(body);
      case Control.Scan(var body, var _, var _, var _, var _) -> hasEffect(body);
      case Control.Call(var callee, var _) -> hasEffect(callee);
      case Source.Constant _,
          Source.Iota _,
          Movement _,
          Elementwise _,
          Bitcast _,
          Reduction.Reduce _,
          Reduction.Contract _,
          Indexed.Gather _,
          Indexed.Scatter _,
          Indexed.DynamicSlice _,
          Indexed.DynamicUpdate _,
          Indexed.Sort _,
          State.Read _ ->
          false;
    };
  }

  private static boolean hasEffect(Function function) {
    return function.body().stream().anyMatch(instruction -> hasEffect(instruction.prim()));
  }
}
