package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes operators whose results nobody reads. */
final class DeadCode {
  private static final Set<String> EFFECTS = Set.of("ASSIGN_VARIABLE", "CALL_ONCE");

  private DeadCode() {}

  static void remove(Body body) {
    var needed = new HashSet<Edge>(body.outputs());
    var kept = new HashSet<Op>();
    for (int i = body.ops().size() - 1; i >= 0; i--) {
      var op = body.ops().get(i);
      if (!hasEffect(op) && op.outputs().stream().noneMatch(needed::contains)) continue;
      kept.add(op);
      needed.addAll(op.inputs());
    }
    body.ops().removeIf(op -> !kept.contains(op));
    for (var op : body.ops()) op.regions().forEach(DeadCode::remove);
  }

  private static boolean hasEffect(Op op) {
    return EFFECTS.contains(op.operator())
        || op.regions().stream().map(Body::ops).flatMap(List::stream).anyMatch(DeadCode::hasEffect);
  }
}
