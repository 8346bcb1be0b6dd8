package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Body;
import dev.bantam.converter.build.Edge;
import java.util.HashMap;
import java.util.Map;

/** How often each edge of a body is read, outputs counted too. */
final class Readers {
  private final Map<Edge, Integer> counts = new HashMap<>();

  Readers(Body body) {
    for (var op : body.ops()) op.inputs().forEach(this::count);
    body.outputs().forEach(this::count);
  }

  private void count(Edge edge) {
    counts.merge(edge, 1, Integer::sum);
  }

  boolean isReadOnce(Edge edge) {
    return counts.getOrDefault(edge, 0) == 1;
  }
}
