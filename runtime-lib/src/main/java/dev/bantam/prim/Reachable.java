package dev.bantam.prim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** The functions that a function leads to, and the state that it touches through them. */
public final class Reachable {
  private Reachable() {}

  /** The functions that a primitive names itself. */
  public static List<Function> regions(Prim prim) {
    return switch (prim) {
      case Indexed.Sort sort -> List.of(sort.less());
      case Control.Case branch -> branch.branches();
      case Control.While loop -> List.of(loop.condition(), loop.body());
      case Control.Scan scan -> List.of(scan.body());
      case Control.Call call -> List.of(call.callee());
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
          State.Read _,
          State.Write _ ->
          List.of();
    };
  }

  /** The function and all that it leads to, each once, callees before their callers. */
  public static List<Function> from(Function main) {
    var found = new ArrayList<Function>();
    collect(main, Collections.newSetFromMap(new IdentityHashMap<>()), found);
    return found;
  }

  private static void collect(Function function, Set<Function> seen, List<Function> found) {
    if (!seen.add(function)) return;
    for (var instruction : function.body()) {
      regions(instruction.prim()).forEach(region -> collect(region, seen, found));
    }
    found.add(function);
  }

  /** The variables that a primitive reads, itself or in a function that it leads to. */
  public static Set<Variable> read(Prim prim) {
    var variables = new HashSet<Variable>();
    if (prim instanceof State.Read(var variable)) variables.add(variable);
    instructions(prim).stream()
        .filter(State.Read.class::isInstance)
        .forEach(read -> variables.add(((State.Read) read).variable()));
    return variables;
  }

  /** The variables that a primitive writes, itself or in a function that it leads to. */
  public static Set<Variable> written(Prim prim) {
    var variables = new HashSet<Variable>();
    if (prim instanceof State.Write(var variable, _)) variables.add(variable);
    instructions(prim).stream()
        .filter(State.Write.class::isInstance)
        .forEach(write -> variables.add(((State.Write) write).variable()));
    return variables;
  }

  private static List<Prim> instructions(Prim prim) {
    return regions(prim).stream()
        .flatMap(region -> from(region).stream())
        .flatMap(function -> function.body().stream())
        .map(Instruction::prim)
        .toList();
  }
}
