package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Applies a cell step by step: written out where there are few steps, else as a loop. */
public final class Recurrence {
  /** So many steps are written out. */
  private static final long MOST_STEPS = 16;

  private final Builder b;

  /** One step: slices of the inputs and the states before, to the states after. */
  @FunctionalInterface
  public interface Cell {
    List<Edge> step(Builder b, List<Edge> inputs, Edge time, List<Edge> states);
  }

  /**
   * What came of it.
   *
   * @param outputs the first state after each step, with time in front
   * @param states after the last step
   */
  public record Result(Edge outputs, List<Edge> states) {}

  public Recurrence(Builder b) {
    this.b = b;
  }

  /**
   * @param inputs with time in front
   */
  public Result run(List<Edge> inputs, List<Edge> states, Cell cell) {
    var steps = inputs.getFirst().dim(0);
    return steps.isKnown() && steps.value() <= MOST_STEPS && steps.value() > 0
        ? written(inputs, states, cell, steps.value())
        : looped(inputs, states, cell, steps);
  }

  private Result written(List<Edge> inputs, List<Edge> first, Cell cell, long steps) {
    var outputs = new ArrayList<Edge>();
    var states = first;
    for (int t = 0; t < steps; t++) {
      int at = t;
      var slices = inputs.stream().map(x -> b.pick(x, 0, at)).toList();
      states = cell.step(b, slices, b.integer(DType.I32, t), states);
      outputs.add(states.getFirst());
    }
    return new Result(b.pack(outputs, 0), states);
  }

  private Result looped(List<Edge> inputs, List<Edge> first, Cell cell, Dim steps) {
    var dims = new ArrayList<>(List.of(steps));
    dims.addAll(first.getFirst().form().dims());
    var zeros = b.fill(dims, b.scalar(first.getFirst().dtype(), 0));
    var carried = new ArrayList<>(List.of(b.integer(DType.I32, 0), zeros));
    carried.addAll(first);
    var condition = new Builder("condition", b);
    var tested =
        IntStream.range(0, carried.size()).mapToObj(i -> input(condition, carried, i)).toList();
    condition.output(condition.less(tested.getFirst(), condition.scalar(steps)));
    var body = new Builder("body", b);
    var before = IntStream.range(0, carried.size()).mapToObj(i -> input(body, carried, i)).toList();
    step(body, inputs, before, cell).forEach(body::output);
    var after = b.whileLoop(carried, condition, body);
    return new Result(after.get(1), after.subList(2, after.size()));
  }

  private static Edge input(Builder region, List<Edge> carried, int index) {
    return region.input("carried" + index, carried.get(index).form());
  }

  private static List<Edge> step(Builder body, List<Edge> inputs, List<Edge> before, Cell cell) {
    var time = before.getFirst();
    var slices = inputs.stream().map(x -> body.gather(x, time, 0, 0)).toList();
    var states = cell.step(body, slices, time, before.subList(2, before.size()));
    var place = new ArrayList<>(List.of(body.reshape(time, Dim.ONE)));
    int rank = states.getFirst().rank();
    if (rank > 0) place.add(body.ints(Collections.nCopies(rank, 0)));
    var all =
        body.dynamicUpdateSlice(
            before.get(1), body.unsqueeze(states.getFirst(), List.of(0)), body.concat(place, 0));
    var after = new ArrayList<Edge>();
    after.add(body.add(time, body.constant(Literal.scalar(DType.I32, 1L))));
    after.add(all);
    after.addAll(states);
    return after;
  }
}
