package dev.bantam.grad;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Derivatives of what runs functions: each runs the derivative of the function. */
final class ControlRules {
  private final ProgramBuilder b;
  private final Cotangents sums;

  ControlRules(ProgramBuilder b, Cotangents sums) {
    this.b = b;
    this.sums = sums;
  }

  /** The indices of the values that have derivatives. */
  private static List<Integer> differentiable(List<Value> values) {
    return IntStream.range(0, values.size())
        .filter(i -> Cotangents.isDifferentiable(values.get(i)))
        .boxed()
        .toList();
  }

  private static List<TensorType> types(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  /** The cotangents of a function's results that can have one, zeros where nothing came. */
  private List<Value> given(Function function, List<Optional<Value>> cotangents) {
    var given = new ArrayList<Value>();
    for (int i : differentiable(function.results())) {
      var type = function.results().get(i).type();
      given.add(cotangents.get(i).orElseGet(() -> Cotangents.zeros(b, type)));
    }
    return given;
  }

  /** From a function's arguments and the cotangents of its results to those of its arguments. */
  private Function reverse(Function function, List<Integer> by) {
    var outputs = differentiable(function.results());
    var types = new ArrayList<>(types(function.parameters()));
    for (int i : outputs) types.add(function.results().get(i).type());
    return b.function(
        function.name() + "_reverse",
        types,
        (inner, given) -> {
          int count = function.parameters().size();
          var arguments = given.subList(0, count);
          var results = inner.inline(function, arguments);
          return Gradients.backward(
              inner,
              outputs.stream().map(results::get).toList(),
              given.subList(count, given.size()),
              by.stream().map(arguments::get).toList());
        });
  }

  private static List<Value> concat(List<Value> a, List<Value> c) {
    var all = new ArrayList<>(a);
    all.addAll(c);
    return all;
  }

  private List<Integer> wanted(List<Value> arguments) {
    return differentiable(arguments).stream().filter(i -> sums.wants(arguments.get(i))).toList();
  }

  private void add(List<Value> arguments, List<Integer> by, List<Value> cotangents) {
    for (int i = 0; i < by.size(); i++) {
      var cotangent = cotangents.get(i);
      sums.add(arguments.get(by.get(i)), () -> cotangent);
    }
  }

  void call(Control.Call call, List<Optional<Value>> cotangents) {
    var by = wanted(call.arguments());
    var arguments = concat(call.arguments(), given(call.callee(), cotangents));
    add(call.arguments(), by, b.apply(new Control.Call(reverse(call.callee(), by), arguments)));
  }

  void choice(Control.Case choice, List<Optional<Value>> cotangents) {
    var by = wanted(choice.arguments());
    var arguments = concat(choice.arguments(), given(choice.branches().getFirst(), cotangents));
    var branches = choice.branches().stream().map(branch -> reverse(branch, by)).toList();
    var back = b.apply(new Control.Case(choice.index(), branches, arguments));
    add(choice.arguments(), by, back);
  }

  /**
   * A scan in the other direction, which carries the cotangents of the carries. What each step
   * began with is computed once more and kept, one step behind the other.
   */
  void scan(Control.Scan scan, List<Optional<Value>> cotangents) {
    int carries = scan.carry().size();
    var step = reverseStep(scan);
    var carryTypes = differentiable(scan.carry());
    var initial = new ArrayList<Value>();
    for (int i : carryTypes) {
      var type = scan.carry().get(i).type();
      initial.add(cotangents.get(i).orElseGet(() -> Cotangents.zeros(b, type)));
    }
    var xs = concat(states(scan), scan.xs());
    for (int i = carries; i < scan.types().size(); i++) {
      var type = scan.types().get(i);
      if (!Cotangents.isDifferentiable(scan.body().results().get(i))) continue;
      xs.add(cotangents.get(i).orElseGet(() -> Cotangents.zeros(b, type)));
    }
    var back = b.scan(step, initial, xs, scan.count(), !scan.reverse());
    add(scan.carry(), carryTypes, back.subList(0, carryTypes.size()));
    add(scan.xs(), differentiable(scan.xs()), back.subList(carryTypes.size(), back.size()));
  }

  /** The carries that each step begins with. */
  private List<Value> states(Control.Scan scan) {
    int carries = scan.carry().size();
    var keeping =
        b.function(
            scan.body().name() + "_states",
            types(scan.body().parameters()),
            (inner, given) -> {
              var after = inner.inline(scan.body(), given).subList(0, carries);
              return concat(after, given.subList(0, carries));
            });
    var results = b.scan(keeping, scan.carry(), scan.xs(), scan.count(), scan.reverse());
    return new ArrayList<>(results.subList(carries, results.size()));
  }

  /**
   * Takes the cotangents of the carries behind a step, then what the step began with, its x, and
   * the cotangents of its y; gives the cotangents of the carries before it, and of its x.
   */
  private Function reverseStep(Control.Scan scan) {
    var body = scan.body();
    int carries = scan.carry().size();
    var outputs = differentiable(body.results());
    var behind = outputs.stream().filter(i -> i < carries).toList();
    var types = new ArrayList<TensorType>();
    for (int i : behind) types.add(body.results().get(i).type());
    types.addAll(types(body.parameters()));
    for (int i : outputs) if (i >= carries) types.add(body.results().get(i).type());
    return b.function(
        body.name() + "_reverse",
        types,
        (inner, given) -> {
          int begin = behind.size();
          int end = begin + body.parameters().size();
          var arguments = given.subList(begin, end);
          var results = inner.inline(body, arguments);
          return Gradients.backward(
              inner,
              outputs.stream().map(results::get).toList(),
              concat(given.subList(0, begin), given.subList(end, given.size())),
              differentiable(arguments).stream().map(arguments::get).toList());
        });
  }
}
