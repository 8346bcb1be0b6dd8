package dev.bantam.op;

import dev.bantam.prim.Function;
import dev.bantam.prim.Instruction;
import dev.bantam.prim.Prim;
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
      case Prim.Write _ -> true;
      case Prim.Case(var _, var branches, var _) -> branches.stream().anyMatch(DeadCode::hasEffect);
      case Prim.While(var condition, var body, var _) -> hasEffect(condition) || hasEffect(body);
      case Prim.Scan(var body, var _, var _, var _, var _) -> hasEffect(body);
      case Prim.Call(var callee, var _) -> hasEffect(callee);
      case Prim.Constant _,
          Prim.Iota _,
          Prim.Movement _,
          Prim.Elementwise _,
          Prim.Bitcast _,
          Prim.Reduce _,
          Prim.Contract _,
          Prim.Gather _,
          Prim.Scatter _,
          Prim.DynamicSlice _,
          Prim.DynamicUpdate _,
          Prim.Sort _,
          Prim.Read _ ->
          false;
    };
  }

  private static boolean hasEffect(Function function) {
    return function.body().stream().anyMatch(instruction -> hasEffect(instruction.prim()));
  }
}
