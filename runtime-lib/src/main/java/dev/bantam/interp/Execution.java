package dev.bantam.interp;

import dev.bantam.error.ErrorCode;
import dev.bantam.prim.Bitcast;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Source;
import dev.bantam.prim.State;
import dev.bantam.prim.Variable;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The meaning of each primitive, and the state of a program between its runs. */
final class Execution {
  private final Map<Function, Plan> plans = new IdentityHashMap<>();
  private final Map<Source.Constant, View> constants = new IdentityHashMap<>();
  private final Map<String, View> written = new HashMap<>();
  private final long mostSteps;

  /**
   * @param mostSteps of one {@code while}
   */
  Execution(long mostSteps) {
    this.mostSteps = mostSteps;
  }

  /** Variables are what they were before the first run. */
  void reset() {
    written.clear();
  }

  List<View> call(Function function, List<View> arguments) {
    var plan = plans.computeIfAbsent(function, key -> new Plan(key, constants));
    var values = plan.start(arguments);
    for (var step : plan.steps()) {
      var operands = new ArrayList<View>(step.operands().length);
      for (int slot : step.operands()) operands.add(values[slot]);
      var results = evaluate(step.prim(), step.types(), operands);
      for (int i = 0; i < step.results().length; i++) values[step.results()[i]] = results.get(i);
      for (int slot : step.done()) values[slot] = View.NONE;
    }
    return Arrays.stream(plan.results()).mapToObj(slot -> values[slot]).toList();
  }

  /** No default branch: a primitive without a meaning does not compile. */
  List<View> evaluate(Prim prim, List<TensorType> types, List<View> x) {
    return switch (prim) {
      case Source.Constant(var literal) -> List.of(View.of(literal));
      case Source.Iota _ -> List.of(Arithmetic.iota(types.getFirst()));
      case Movement movement -> List.of(Movements.move(movement, x));
      case Elementwise.Unary(var fn, _) -> List.of(Arithmetic.unary(fn, x.getFirst()));
      case Elementwise.Binary(var fn, _, _) -> List.of(Arithmetic.binary(fn, x.get(0), x.get(1)));
      case Elementwise.Select _ -> List.of(Arithmetic.select(x.get(0), x.get(1), x.get(2)));
      case Elementwise.Convert(_, var to) -> List.of(Conversions.convert(x.getFirst(), to));
      case Bitcast _ -> List.of(Conversions.bitcast(x.getFirst(), types.getFirst()));
      case Reduction.Reduce(var fold, _, var axes) ->
          List.of(Reductions.reduce(fold, x.getFirst(), axes, types.getFirst()));
      case Reduction.Contract contract ->
          List.of(Contraction.contract(contract, x.get(0), x.get(1), types.getFirst()));
      case Indexed.Gather gather ->
          List.of(Indexing.gather(gather, x.get(0), x.get(1), types.getFirst()));
      case Indexed.Scatter(var update, _, _, _) ->
          List.of(Indexing.scatter(update, x.get(0), x.get(1), x.get(2)));
      case Indexed.DynamicSlice(_, _, var sizes) ->
          List.of(Indexing.slice(x.getFirst(), x.subList(1, x.size()), sizes));
      case Indexed.DynamicUpdate _ ->
          List.of(Indexing.update(x.get(0), x.get(1), x.subList(2, x.size())));
      case Indexed.Sort(_, var axis, var less) ->
          Sorting.sort(x, axis, scalars -> isTrue(call(less, scalars)));
      case Control.Case(_, var branches, _) -> branch(branches, x);
      case Control.While loop -> loop(loop, x);
      case Control.Scan scan -> scan(scan, types, x);
      case Control.Call(var callee, _) -> call(callee, x);
      case State.Read(var variable) -> List.of(read(variable));
      case State.Write(var variable, _) -> {
        written.put(variable.name(), x.getFirst().toDense());
        yield List.of();
      }
    };
  }

  View variable(Variable variable) {
    return read(variable);
  }

  void set(Variable variable, View value) {
    written.put(variable.name(), value);
  }

  private View read(Variable variable) {
    return written.computeIfAbsent(variable.name(), _ -> View.of(variable.initial()));
  }

  private List<View> branch(List<Function> branches, List<View> x) {
    int index = Lanes.ints(x.getFirst())[0];
    boolean named = index >= 0 && index < branches.size();
    return call(branches.get(named ? index : branches.size() - 1), x.subList(1, x.size()));
  }

  private List<View> loop(Control.While loop, List<View> initial) {
    var carried = initial;
    for (long steps = 0; isTrue(call(loop.condition(), carried)); steps++) {
      if (steps == mostSteps) {
        throw new InterpreterException(
            ErrorCode.TOO_LARGE,
            "while %s: still true after %d steps, which is the limit",
            loop.condition(),
            mostSteps);
      }
      carried = call(loop.body(), carried);
    }
    return carried;
  }

  private List<View> scan(Control.Scan scan, List<TensorType> types, List<View> operands) {
    int carries = scan.carry().size();
    var carried = operands.subList(0, carries);
    var xs = operands.subList(carries, operands.size());
    var stacked = new ArrayList<View>();
    for (var type : types.subList(carries, types.size())) {
      stacked.add(View.dense(type, Elements.zeros(type.dtype(), Math.toIntExact(type.elements()))));
    }
    for (int step = 0; step < scan.count(); step++) {
      int i = scan.reverse() ? scan.count() - 1 - step : step;
      var arguments = new ArrayList<>(carried);
      for (var x : xs) arguments.add(x.row(i));
      var results = call(scan.body(), arguments);
      carried = results.subList(0, carries);
      for (int y = 0; y < stacked.size(); y++) {
        results.get(carries + y).copyTo(stacked.get(y).row(i));
      }
    }
    var results = new ArrayList<>(carried);
    results.addAll(stacked);
    return results;
  }

  private static boolean isTrue(List<View> results) {
    var test = results.getFirst();
    return Lanes.ints(test)[0] != 0;
  }
}
