package dev.bantam.converter.build;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Loops whose steps also give slices, which are collected along a new axis in front. */
public final class Iteration {
  private static final String CONDITION = "condition";

  private final Builder b;

  /**
   * One step.
   *
   * @param go whether another step follows; absent if always
   * @param states after the step
   * @param slices of the step
   */
  public record Step(Optional<Edge> go, List<Edge> states, List<Edge> slices) {}

  /**
   * What a step does, given its number and the states before it; emitted into the builder given.
   */
  @FunctionalInterface
  public interface Body {
    Step step(Builder b, Edge time, Edge go, List<Edge> states);
  }

  /**
   * What came of it.
   *
   * @param collected the slices, as many as there were steps
   */
  public record Result(List<Edge> states, List<Edge> collected) {}

  public Iteration(Builder b) {
    this.b = b;
  }

  /**
   * @param most steps; absent if only the condition ends the loop, which then must give no slices
   * @param go whether to take the first step
   */
  public Result run(Optional<Edge> most, Edge go, List<Edge> states, Body body) {
    var first = b.integer(DType.I32, 0);
    var probe = new Builder("probe", b);
    var forms =
        body.step(
            probe,
            probe.input("time", first.form()),
            probe.input("go", go.form()),
            inputs(probe, states));
    boolean endless = forms.go().isEmpty();
    var carried = new ArrayList<>(List.of(first, go));
    carried.addAll(states);
    var length = forms.slices().isEmpty() ? Optional.<Dim>empty() : most.map(this::length);
    for (var slice : forms.slices()) carried.add(collection(slice.form(), length));
    var condition = new Builder(CONDITION, b);
    var tested = inputs(condition, carried);
    condition.output(goes(condition, tested, most, endless));
    var inner = new Builder("body", b);
    var before = inputs(inner, carried);
    step(inner, before, states.size(), body).forEach(inner::output);
    var after = b.whileLoop(carried, condition, inner);
    var collected = new ArrayList<Edge>();
    for (var edge : after.subList(2 + states.size(), after.size()))
      collected.add(endless ? edge : taken(edge, after.getFirst()));
    return new Result(after.subList(2, 2 + states.size()), collected);
  }

  private static List<Edge> inputs(Builder region, List<Edge> edges) {
    var inputs = new ArrayList<Edge>();
    for (var edge : edges) inputs.add(region.input("carried", edge.form()));
    return inputs;
  }

  private Dim length(Edge most) {
    var content = most.content();
    return content.isPresent() ? content.orElseThrow().getFirst() : new FromData(b).counted(most);
  }

  private Edge collection(Form slice, Optional<Dim> length) {
    var count =
        length.orElseThrow(
            () ->
                new dev.bantam.converter.UnsupportedNodeException(
                    "how many slices it collects is known only when the model runs",
                    "make its trip count a constant"));
    var dims = new ArrayList<>(List.of(count));
    dims.addAll(slice.dims());
    return b.fill(dims, b.scalar(slice.dtype(), 0));
  }

  private static Edge goes(
      Builder condition, List<Edge> tested, Optional<Edge> most, boolean endless) {
    var go = condition.reshape(tested.get(1), List.of());
    if (most.isEmpty()) return go;
    var limit = condition.cast(condition.reshape(most.orElseThrow(), List.of()), DType.I32);
    var left = condition.less(tested.getFirst(), limit);
    return endless ? left : condition.logicalAnd(left, go);
  }

  private static List<Edge> step(Builder inner, List<Edge> before, int states, Body body) {
    var time = before.getFirst();
    var step = body.step(inner, time, before.get(1), before.subList(2, 2 + states));
    var after = new ArrayList<Edge>();
    after.add(inner.add(time, inner.integer(DType.I32, 1)));
    after.add(
        step.go().map(go -> inner.reshape(go, before.get(1).form().dims())).orElse(before.get(1)));
    after.addAll(step.states());
    for (int i = 0; i < step.slices().size(); i++) {
      var slice = step.slices().get(i);
      var place = new ArrayList<>(List.of(inner.reshape(time, Dim.ONE)));
      if (slice.rank() > 0) place.add(inner.ints(Collections.nCopies(slice.rank(), 0)));
      after.add(
          inner.dynamicUpdateSlice(
              before.get(2 + states + i),
              inner.unsqueeze(slice, List.of(0)),
              inner.concat(place, 0)));
    }
    return after;
  }

  /** The first so many slices. */
  private Edge taken(Edge collected, Edge count) {
    int rank = collected.rank();
    long mask = ((1L << rank) - 1) & ~1L;
    var end = new ArrayList<>(List.of(b.reshape(count, Dim.ONE)));
    if (rank > 1) end.add(b.ints(Collections.nCopies(rank - 1, 0)));
    return b.operator(
            "STRIDED_SLICE",
            List.of(
                collected,
                b.ints(Collections.nCopies(rank, 0)),
                b.concat(end, 0),
                b.ints(Collections.nCopies(rank, 1))),
            List.of(collected.form().with(0, Dim.symbol("steps of " + collected.name()))),
            "begin_mask",
            mask,
            "end_mask",
            mask)
        .getFirst();
  }
}
