package dev.bantam.testing;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Random regions: cases, loops, scans, sorts and calls. */
final class RandomControl {
  private final RandomSteps steps;
  private final RandomValues values;
  private final ProgramBuilder b;

  RandomControl(RandomSteps steps) {
    this.steps = steps;
    this.values = steps.values;
    this.b = steps.b;
  }

  void step() {
    if (!values.has(DType.I32)) return;
    switch (values.below(5)) {
      case 0 -> branch();
      case 1 -> loop();
      case 2 -> scan();
      case 3 -> sort();
      default -> call();
    }
  }

  private List<TensorType> types(int most) {
    var types = new ArrayList<TensorType>();
    for (int i = values.between(1, most); i > 0; i--) types.add(steps.any().value().type());
    return types;
  }

  /** A function of these types, of a few steps. */
  private Function function(String name, List<TensorType> parameters, List<TensorType> results) {
    return b.function(name, parameters, (inner, x) -> body(inner, x).results(results));
  }

  /** The steps of a function's body, which know its parameters. */
  private Body body(ProgramBuilder inner, List<Value> x) {
    var body = new RandomSteps(values, inner, steps.variables, true, steps.depth - 1);
    for (var parameter : x) body.add(parameter, Accuracy.EXACT.withoutZeroSign());
    body.take(values.between(0, 5));
    return new Body(body);
  }

  private record Body(RandomSteps steps) {
    List<Value> results(List<TensorType> types) {
      return types.stream().map(steps::coerced).toList();
    }
  }

  private void addAll(List<Value> results) {
    for (var result : results) steps.add(result, Accuracy.EXACT.withoutZeroSign());
  }

  private List<Value> coerced(List<TensorType> types) {
    return types.stream().map(steps::coerced).toList();
  }

  private void branch() {
    var parameters = types(2);
    var results = types(2);
    var branches = new ArrayList<Function>();
    for (int i = values.between(1, 3); i > 0; i--) {
      branches.add(function("branch", parameters, results));
    }
    var index =
        b.binary(Fn2.REM, steps.coerced(TensorType.of(DType.I32)), b.constant(DType.I32, 4L));
    addAll(b.apply(new Control.Case(index, branches, coerced(parameters))));
  }

  private void loop() {
    var carried = new ArrayList<>(List.of(TensorType.of(DType.I32)));
    carried.addAll(types(2));
    long limit = values.below(4);
    var condition =
        b.function(
            "condition",
            carried,
            (inner, x) -> List.of(inner.lt(x.getFirst(), inner.constant(DType.I32, limit))));
    var body =
        b.function(
            "body",
            carried,
            (inner, x) -> {
              var results = new ArrayList<>(List.of(inner.add(x.getFirst(), 1)));
              results.addAll(body(inner, x).results(carried.subList(1, carried.size())));
              return results;
            });
    var initial = new ArrayList<>(List.of(b.constant(DType.I32, 0L)));
    initial.addAll(coerced(carried.subList(1, carried.size())));
    addAll(b.apply(new Control.While(condition, body, initial)));
  }

  private void scan() {
    var carry = types(2);
    var rows = types(1);
    var ys = types(1);
    int count = values.between(0, 4);
    var parameters = new ArrayList<>(carry);
    parameters.addAll(rows);
    var results = new ArrayList<>(carry);
    results.addAll(ys);
    var xs = new ArrayList<TensorType>();
    for (var row : rows) {
      var extents = new ArrayList<>(row.shape().extents());
      extents.addFirst(count);
      xs.add(row.with(new Shape(extents)));
    }
    var step = function("step", parameters, results);
    addAll(b.scan(step, coerced(carry), coerced(xs), count, values.onceIn(2)));
  }

  private void sort() {
    var key =
        steps.any(
            entry -> entry.rank() > 0 && (entry.dtype().isInteger() || entry.accuracy().isGrid()));
    if (key.rank() == 0 || key.dtype() == DType.BOOL) return;
    var payload = steps.like(new TensorType(values.dtype(), key.shape()));
    var xs = List.of(key.value(), payload.value());
    var scalars = new ArrayList<TensorType>();
    for (var x : xs) scalars.addAll(Collections.nCopies(2, x.type().with(Shape.SCALAR)));
    boolean descending = values.onceIn(2);
    var less =
        b.function(
            "less",
            scalars,
            (inner, x) -> List.of(inner.lt(x.get(descending ? 1 : 0), x.get(descending ? 0 : 1))));
    var sorted = b.apply(new Indexed.Sort(xs, values.below(key.rank()), less));
    steps.add(sorted.get(0), key.accuracy());
    steps.add(sorted.get(1), payload.accuracy());
  }

  private void call() {
    var parameters = types(2);
    var callee = function("callee", parameters, types(2));
    addAll(b.apply(new Control.Call(callee, coerced(parameters))));
  }
}
