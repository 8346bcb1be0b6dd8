package dev.bantam.op;

import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of a list replaced, as converters write it: the rows before, the new ones, and the rows
 * behind, sliced and joined. The shapes of the slices follow from an index that loops count, the
 * shape of the whole does not: so the whole has a meaning where its parts have no shape.
 *
 * @param before the slice of the rows in front
 * @param rows tensor of the new ones
 * @param behind the slice of the other rows
 */
record ListUpdate(Node before, int rows, Node behind) {
  /** What a concatenation does, if it joins such parts. */
  static Optional<ListUpdate> of(Node node, Subgraph subgraph) {
    boolean joins = node.operator().equals("CONCATENATION") && node.inputs().size() == 3;
    if (!joins || node.attributes().integer("axis", 0) != 0) return Optional.empty();
    if (!node.attributes().text("fused_activation_function", "NONE").equals("NONE"))
      return Optional.empty();
    var before = slice(node.inputs().get(0), subgraph);
    var behind = slice(node.inputs().get(2), subgraph);
    if (before.isEmpty() || behind.isEmpty()) return Optional.empty();
    var update = new ListUpdate(before.get(), node.inputs().get(1), behind.get());
    return update.isOfOneList() && update.keepsScale(node, subgraph)
        ? Optional.of(update)
        : Optional.empty();
  }

  private static Optional<Node> slice(int tensor, Subgraph subgraph) {
    return subgraph.nodes().stream()
        .filter(node -> node.operator().equals("SLICE") && node.inputs().size() == 3)
        .filter(node -> node.outputs().equals(List.of(tensor)))
        .findFirst();
  }

  /** The slices that such concatenations of the subgraph join. */
  static Set<Node> parts(Subgraph subgraph) {
    var parts = new HashSet<Node>();
    for (var node : subgraph.nodes())
      of(node, subgraph).ifPresent(update -> parts.addAll(List.of(update.before, update.behind)));
    return parts;
  }

  private boolean isOfOneList() {
    return before.inputs().getFirst().equals(behind.inputs().getFirst());
  }

  private boolean keepsScale(Node node, Subgraph subgraph) {
    var scale = subgraph.tensor(node.outputs().getFirst()).quantization();
    return subgraph.tensor(before.inputs().getFirst()).quantization().equals(scale)
        && subgraph.tensor(rows).quantization().equals(scale);
  }

  /** The list with the new rows, if those before and behind are all others of it. */
  Optional<Value> lower(SubgraphLowering scope, ProgramBuilder b) {
    var list = scope.value(before.inputs().getFirst());
    var update = scope.value(rows);
    if (!fits(list, update)) return Optional.empty();
    int rank = list.type().rank();
    var size = scope.value(before.inputs().get(2));
    var begin = scope.value(behind.inputs().get(1));
    var first = Element.of(size, 0);
    boolean whole =
        are(scope.value(before.inputs().get(1)), 0, 0, rank, b)
            && are(size, 1, -1, rank, b)
            && are(begin, 1, 0, rank, b)
            && are(scope.value(behind.inputs().get(2)), 0, -1, rank, b)
            && Element.of(begin, 0).is(first, update.type().extent(0), b);
    if (!whole) return Optional.empty();
    var starts = new ArrayList<Value>();
    starts.add(b.reshape(b.slice(flat(size, b), 0, 0, 1)));
    for (int axis = 1; axis < rank; axis++) starts.add(b.constant(DType.I32, 0L));
    return Optional.of(b.one(new Indexed.DynamicUpdate(list, update, starts)));
  }

  private static Value flat(Value vector, ProgramBuilder b) {
    return b.reshape(vector, Math.toIntExact(vector.type().elements()));
  }

  private static boolean fits(Value list, Value update) {
    int rank = list.type().rank();
    if (rank == 0 || update.type().rank() != rank) return false;
    if (update.type().extent(0) > list.type().extent(0)) return false;
    return update.type().shape().with(0, 0).equals(list.type().shape().with(0, 0));
  }

  private static boolean are(Value vector, int from, long value, int rank, ProgramBuilder b) {
    if (vector.type().elements() != rank) return false;
    for (int i = from; i < rank; i++) {
      var known = Element.of(vector, i).known(b);
      if (known.isEmpty() || known.getAsLong() != value) return false;
    }
    return true;
  }
}
