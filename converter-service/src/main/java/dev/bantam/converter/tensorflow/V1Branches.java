package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Branches as TensorFlow 1 writes them: Switch sends a value one of two ways, and Merge takes what
 * comes. Both ways are computed, and one is chosen.
 */
final class V1Branches {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("Switch", call -> List.of(call.value(0), call.value(0))),
          several("Merge", V1Branches::merge));

  private V1Branches() {}

  /** The way that leads to a Merge's input. */
  private record Way(String predicate, int side) {}

  /** A reference on the way back, inside so many other branches. */
  private record Step(String reference, int depth) {}

  private static List<TfValue> merge(TfCall call) {
    if (call.inputCount() != 2)
      throw call.unsupported("it merges %d ways".formatted(call.inputCount()), "use two");
    var first = way(call, 0);
    var second = way(call, 1);
    if (first.isEmpty() && second.isEmpty()) throw call.invalid("no Switch leads to it");
    boolean firstIsTrue =
        first.isPresent() ? first.orElseThrow().side() == 1 : second.orElseThrow().side() == 0;
    var predicate = first.or(() -> second).orElseThrow().predicate();
    if (!(call.lowering().values(List.of(predicate), call.scope()).getFirst()
        instanceof TfValue.Tensor(var test))) throw call.invalid("its predicate is no tensor");
    var yes = call.in(firstIsTrue ? 0 : 1);
    var no = call.in(firstIsTrue ? 1 : 0);
    if (!yes.form().equals(no.form()))
      throw call.unsupported(
          "its ways give %s and %s".formatted(yes.form(), no.form()), "give both one shape");
    var chosen = new TfValue.Tensor(call.b().select(test, yes, no));
    return List.of(chosen, new TfValue.Nothing());
  }

  private static Optional<Way> way(TfCall call, int input) {
    var queue = new ArrayDeque<Step>();
    var seen = new HashSet<Step>();
    queue.add(new Step(call.reference(input), 0));
    while (!queue.isEmpty()) {
      var step = queue.remove();
      if (!seen.add(step)) continue;
      var node = call.scope().node(TfScope.nodeName(step.reference()));
      if (node.isEmpty()) continue;
      var at = node.orElseThrow();
      int depth = step.depth();
      if (at.getOp().equals("Merge")) depth++;
      if (at.getOp().equals("Switch")) {
        if (depth == 0)
          return Optional.of(new Way(at.getInput(1), call.scope().outputIndex(step.reference())));
        depth--;
      }
      for (var before : at.getInputList()) queue.add(new Step(before, depth));
    }
    return Optional.empty();
  }
}
