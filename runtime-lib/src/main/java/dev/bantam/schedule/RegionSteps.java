package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.prim.Control;
import dev.bantam.prim.Indexed;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Steps that run regions. Every operand is in memory, every region reads and writes memory. */
record RegionSteps(
    Context context,
    Function<Node, View> stored,
    Function<Node, View> place,
    Consumer<Step> steps,
    ToIntFunction<Operation> label) {

  void choose(Operation operation, Control.Case choice) {
    var operands = operation.operands().stream().map(stored).toList();
    var results = operation.results().stream().map(place).toList();
    var branches = new ArrayList<List<Step>>();
    for (var branch : choice.branches()) {
      branches.add(
          FunctionSchedule.of(context, branch, operands.subList(1, operands.size()), results));
    }
    steps.accept(new Step.Case(operands.getFirst().argument(), branches));
  }

  void repeat(Operation operation, Control.While loop) {
    var carried = carried(operation, operation.operands().size());
    var flag = View.of(context.slots().arena(loop.condition().resultTypes().getFirst()));
    var condition = FunctionSchedule.of(context, loop.condition(), carried, List.of(flag));
    var body = new ArrayList<Step>();
    step(
        operation, carried, next -> FunctionSchedule.of(context, loop.body(), carried, next), body);
    steps.accept(new Step.While(condition, flag.argument(), body));
  }

  void scan(Operation operation, Control.Scan scan) {
    int carries = scan.carry().size();
    var carried = carried(operation, carries);
    if (scan.count() == 0) return;
    var index = new Expr.Index(context.loopName(), scan.count());
    Expr position =
        scan.reverse() ? Indices.sub(Indices.constant(scan.count() - 1L), index) : index;
    var arguments = new ArrayList<>(carried);
    for (var x : operation.operands().subList(carries, operation.operands().size())) {
      arguments.add(row(stored.apply(x), x.type(), position));
    }
    var rows = new ArrayList<View>();
    for (var y : operation.results().subList(carries, operation.results().size())) {
      rows.add(row(place.apply(y), y.type(), position));
    }
    var body = new ArrayList<Step>();
    step(
        operation,
        carried,
        next -> {
          var results = new ArrayList<>(next);
          results.addAll(rows);
          return FunctionSchedule.of(context, scan.body(), arguments, results);
        },
        body);
    steps.accept(new Step.Loop(index, body));
  }

  /** The memory of carried values, which is that of the results, at their first values. */
  private List<View> carried(Operation operation, int count) {
    var carried = new ArrayList<View>();
    for (int i = 0; i < count; i++) {
      var result = operation.results().get(i);
      carried.add(place.apply(result));
      var from = stored.apply(operation.operands().get(i));
      copy(from, carried.getLast(), result.type(), operation, steps);
    }
    return carried;
  }

  /** One step into memory of its own, and then back: a result may depend on every carried value. */
  private void step(
      Operation operation,
      List<View> carried,
      Function<List<View>, List<Step>> body,
      List<Step> into) {
    var next = new ArrayList<View>();
    for (int i = 0; i < carried.size(); i++) {
      next.add(View.of(context.slots().arena(operation.results().get(i).type())));
    }
    into.addAll(body.apply(next));
    for (int i = 0; i < carried.size(); i++) {
      copy(next.get(i), carried.get(i), operation.results().get(i).type(), operation, into::add);
    }
  }

  private void copy(View from, View to, TensorType type, Operation operation, Consumer<Step> into) {
    into.accept(Copies.of(from, to, type, label.applyAsInt(operation)));
  }

  private static View row(View whole, TensorType type, Expr position) {
    long elements =
        type.shape().extents().subList(1, type.rank()).stream()
            .mapToLong(Integer::longValue)
            .reduce(1, Math::multiplyExact);
    return whole.from(Indices.mul(position, elements));
  }

  void sort(Operation operation, Indexed.Sort sort) {
    var results = operation.results().stream().map(place).toList();
    var xs = operation.operands().stream().map(stored).toList();
    new Sorting(context, sort, xs, results, label.applyAsInt(operation)).add(steps);
  }
}
