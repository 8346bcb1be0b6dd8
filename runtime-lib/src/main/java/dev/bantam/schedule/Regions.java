package dev.bantam.schedule;

import dev.bantam.prim.Function;
import dev.bantam.prim.Prim;
import java.util.List;

/** The functions that a primitive runs. */
final class Regions {
  private Regions() {}

  static List<Function> of(Prim prim) {
    return switch (prim) {
      case Prim.Call call -> List.of(call.callee());
      case Prim.Case choice -> choice.branches();
      case Prim.While loop -> List.of(loop.condition(), loop.body());
      case Prim.Scan scan -> List.of(scan.body());
      case Prim.Sort sort -> List.of(sort.less());
      case Prim _ -> List.of();
    };
  }
}
