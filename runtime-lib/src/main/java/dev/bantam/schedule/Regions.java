package dev.bantam.schedule;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import java.util.List;

/** The functions that a primitive runs. */
final class Regions {
  private Regions() {}

  static List<Function> of(Prim prim) {
    return switch (prim) {
      case Control.Call call -> List.of(call.callee());
      case Control.Case choice -> choice.branches();
      case Control.While loop -> List.of(loop.condition(), loop.body());
      case Control.Scan scan -> List.of(scan.body());
      case Indexed.Sort sort -> List.of(sort.less());
      case Prim _ -> List.of();
    };
  }
}
