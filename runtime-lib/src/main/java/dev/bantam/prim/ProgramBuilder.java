package dev.bantam.prim;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * Makes one function, instruction by instruction. Constants are folded as they come, and a
 * primitive that was already applied to the same values is not applied again.
 *
 * <p>Elementwise methods broadcast their operands, so that the expands, which primitives demand,
 * need not be written. A view of a constant stays a view: it costs nothing, and a device packs it
 * as it likes.
 */
public final class ProgramBuilder {
  /** Folded constants are kept in memory, so growth has an end: 256 MiB of floats. */
  private static final long MOST_FOLDED_ELEMENTS = 1L << 26;

  private final String name;
  private final Evaluator evaluator;
  private final Names functionNames;
  private final Map<String, Function> composites;
  private final List<Value> parameters = new ArrayList<>();
  private final List<Instruction> body = new ArrayList<>();
  private final Map<Prim, List<Value>> known = new HashMap<>();
  private Origin origin = Origin.NONE;
  private int next;

  public ProgramBuilder(String name, Evaluator evaluator) {
    this(name, evaluator, new Names(), new HashMap<>());
  }

  private ProgramBuilder(
      String name, Evaluator evaluator, Names functionNames, Map<String, Function> composites) {
    this.name = functionNames.unique(name);
    this.evaluator = evaluator;
    this.functionNames = functionNames;
    this.composites = composites;
  }

  /** Function names of one program, each once. */
  private static final class Names {
    private final Map<String, Integer> used = new HashMap<>();

    String unique(String wanted) {
      int count = used.merge(wanted, 1, Integer::sum);
      return count == 1 ? wanted : unique(wanted + "_" + count);
    }
  }

  /** What follows belongs to this operator, until the next call. */
  public void at(Origin operator) {
    origin = operator;
  }

  public Value parameter(TensorType type) {
    var value = Value.parameter(type, String.valueOf(next++));
    parameters.add(value);
    return value;
  }

  /** The function made so far. */
  public Function build(List<Value> results) {
    return new Function(name, parameters, body, results);
  }

  /** A region or callee: {@code define} is given a builder of its own and its parameters. */
  public Function function(
      String functionName,
      List<TensorType> types,
      BiFunction<ProgramBuilder, List<Value>, List<Value>> define) {
    var inner = new ProgramBuilder(functionName, evaluator, functionNames, composites);
    inner.at(origin);
    var inputs = types.stream().map(inner::parameter).toList();
    return inner.build(define.apply(inner, inputs));
  }

  /**
   * Calls a composite, defined once for each list of types. {@code tag} is what a device may know
   * it by; it names an arithmetic, never an operator.
   */
  public Value composite(
      String tag, List<Value> arguments, BiFunction<ProgramBuilder, List<Value>, Value> define) {
    return composite(tag, "", arguments, define);
  }

  /**
   * A composite whose definition depends on more than the types of its arguments: {@code variant}
   * says on what, and each variant is defined once.
   */
  public Value composite(
      String tag,
      String variant,
      List<Value> arguments,
      BiFunction<ProgramBuilder, List<Value>, Value> define) {
    var types = arguments.stream().map(Value::type).toList();
    var callee =
        composites.computeIfAbsent(
            tag + variant + types,
            key -> {
              var inner = new ProgramBuilder(tag, evaluator, new Names(), new HashMap<>());
              var inputs = types.stream().map(inner::parameter).toList();
              return inner.build(List.of(define.apply(inner, inputs)));
            });
    return apply(new Control.Call(callee, arguments)).getFirst();
  }

  /** Does here what a function does, on these arguments; what it calls stays a call. */
  public List<Value> inline(Function function, List<Value> arguments) {
    Map<Value, Value> here = new IdentityHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      here.put(function.parameters().get(i), arguments.get(i));
    }
    for (var instruction : function.body()) {
      var operands = instruction.prim().operands().stream().map(here::get).toList();
      var results = apply(instruction.prim().withOperands(operands));
      for (int i = 0; i < results.size(); i++)
        here.put(instruction.results().get(i), results.get(i));
    }
    return function.results().stream().map(here::get).toList();
  }

  /** Applies a primitive; the way in for those that have no method of their own. */
  public List<Value> apply(Prim prim) {
    var written = Reachable.written(prim);
    boolean sharable = written.isEmpty();
    if (sharable) {
      var before = known.get(prim);
      if (before != null) return before;
    }
    var results = folded(prim).orElseGet(() -> emit(prim));
    if (sharable) known.put(prim, results);
    else known.keySet().removeIf(other -> !Collections.disjoint(written, Reachable.read(other)));
    // What was written is what is read next, with its derivative.
    if (prim instanceof State.Write(var variable, var x))
      known.put(new State.Read(variable), List.of(x));
    return results;
  }

  /** Applies a primitive with one result. */
  public Value one(Prim prim) {
    return apply(prim).getFirst();
  }

  private List<Value> emit(Prim prim) {
    var results = new ArrayList<Value>();
    for (int i = 0; i < prim.types().size(); i++) {
      results.add(Value.result(prim, i, String.valueOf(next++), origin));
    }
    body.add(new Instruction(prim, results, origin));
    return results;
  }

  // Constants

  private Optional<List<Value>> folded(Prim prim) {
    boolean stays =
        switch (prim) {
          case Source.Constant _,
              Source.Iota _,
              Movement _,
              State.Read _,
              State.Write _,
              Control.While _,
              Control.Case _,
              Control.Scan _ ->
              true;
          case Elementwise _,
              Bitcast _,
              Reduction.Reduce _,
              Reduction.Contract _,
              Indexed.Gather _,
              Indexed.Scatter _,
              Indexed.DynamicSlice _,
              Indexed.DynamicUpdate _,
              Indexed.Sort _,
              Control.Call _ ->
              !prim.operands().stream().allMatch(this::isConstant);
        };
    if (stays) return Optional.empty();
    if (prim instanceof Elementwise elementwise) {
      var small = withoutExpand(elementwise);
      if (small.isPresent()) return small;
    }
    if (prim.types().stream().anyMatch(type -> type.elements() > MOST_FOLDED_ELEMENTS))
      return Optional.empty();
    var operands =
        prim.operands().stream().map(operand -> constant(operand).orElseThrow()).toList();
    return Optional.of(evaluator.evaluate(prim, operands).stream().map(this::constant).toList());
  }

  /**
   * An elementwise primitive on expanded constants is folded before they grow, and its result is
   * expanded.
   */
  private Optional<List<Value>> withoutExpand(Elementwise prim) {
    var shape = prim.type().shape();
    var extents = new int[shape.rank()];
    for (int axis = 0; axis < extents.length; axis++) {
      int most = 0;
      for (var operand : prim.operands())
        most = Math.max(most, beforeExpand(operand).type().extent(axis));
      extents[axis] = Math.min(most, shape.extent(axis));
    }
    var small = Shape.of(extents);
    if (small.equals(shape)) return Optional.empty();
    var operands =
        prim.operands().stream().map(operand -> expand(beforeExpand(operand), small)).toList();
    return Optional.of(List.of(expand(one(prim.withOperands(operands)), shape)));
  }

  private static Value beforeExpand(Value value) {
    return value.prim().orElse(null) instanceof Movement.Expand expand
        ? beforeExpand(expand.x())
        : value;
  }

  /** Whether it is a constant, or a view of constants. */
  public boolean isConstant(Value value) {
    return switch (value.prim().orElse(null)) {
      case null -> false;
      case Source.Constant _, Source.Iota _ -> true;
      case Movement movement -> movement.operands().stream().allMatch(this::isConstant);
      case Prim _ -> false;
    };
  }

  /**
   * The value of a constant, or of a view of constants; empty if it is known only when the program
   * runs.
   */
  public Optional<Literal> constant(Value value) {
    if (!isConstant(value)) return Optional.empty();
    var prim = value.prim().orElseThrow();
    if (prim instanceof Source.Constant(var literal)) return Optional.of(literal);
    if (value.type().elements() > MOST_FOLDED_ELEMENTS) {
      throw new ProgramException(
          "@" + name,
          "the value of %s is asked for, must have at most %d elements",
          value.type(),
          MOST_FOLDED_ELEMENTS);
    }
    var operands =
        prim.operands().stream().map(operand -> constant(operand).orElseThrow()).toList();
    return Optional.of(evaluator.evaluate(prim, operands).getFirst());
  }

  public Value constant(Literal literal) {
    return one(new Source.Constant(literal));
  }

  /** A scalar of an integer or float type. */
  public Value constant(DType dtype, double value) {
    return constant(Literal.scalar(dtype, value));
  }

  /** A scalar of an integer or float type. */
  public Value constant(DType dtype, long value) {
    return constant(Literal.scalar(dtype, value));
  }

  public Value iota(int extent, DType dtype) {
    return one(new Source.Iota(extent, dtype));
  }

  // Movement

  public Value reshape(Value x, Shape shape) {
    if (x.type().shape().equals(shape)) return x;
    return one(
        new Movement.Reshape(
            x.prim().orElse(null) instanceof Movement.Reshape before ? before.x() : x, shape));
  }

  public Value reshape(Value x, int... extents) {
    return reshape(x, Shape.of(extents));
  }

  public Value permute(Value x, List<Integer> order) {
    boolean same = true;
    for (int i = 0; i < order.size(); i++) same &= order.get(i) == i;
    return same ? x : one(new Movement.Permute(x, order));
  }

  /** Expands axes of extent 1; both have the same rank. */
  public Value expand(Value x, Shape shape) {
    return x.type().shape().equals(shape) ? x : one(new Movement.Expand(x, shape));
  }

  /** As NumPy broadcasts: axes of extent 1 are put in front, then expanded. */
  public Value broadcast(Value x, Shape shape) {
    if (x.type().shape().equals(shape)) return x;
    var extents = new ArrayList<Integer>();
    for (int i = x.type().rank(); i < shape.rank(); i++) extents.add(1);
    extents.addAll(x.type().shape().extents());
    return expand(reshape(x, new Shape(extents)), shape);
  }

  public Value pad(Value x, List<Integer> low, List<Integer> high, Value value) {
    boolean none =
        low.stream().allMatch(amount -> amount == 0)
            && high.stream().allMatch(amount -> amount == 0);
    return none ? x : one(new Movement.Pad(x, low, high, value));
  }

  public Value slice(Value x, List<Integer> start, List<Integer> stop, List<Integer> step) {
    var slice = new Movement.Slice(x, start, stop, step);
    return slice.type().equals(x.type()) ? x : one(slice);
  }

  /** The elements {@code [start, stop)} of one axis. */
  public Value slice(Value x, int axis, int start, int stop) {
    var starts = new ArrayList<Integer>();
    var stops = new ArrayList<>(x.type().shape().extents());
    var steps = new ArrayList<Integer>();
    for (int i = 0; i < x.type().rank(); i++) {
      starts.add(i == axis ? start : 0);
      steps.add(1);
    }
    stops.set(axis, stop);
    return slice(x, starts, stops, steps);
  }

  public Value flip(Value x, Collection<Integer> axes) {
    return axes.isEmpty() ? x : one(new Movement.Flip(x, new TreeSet<>(axes)));
  }

  public Value window(Value x, int axis, int size, int stride, int dilation) {
    return one(new Movement.Window(x, axis, size, stride, dilation));
  }

  public Value concat(List<Value> xs, int axis) {
    return xs.size() == 1 ? xs.getFirst() : one(new Movement.Concat(xs, axis));
  }

  // Elementwise

  public Value unary(Fn1 fn, Value x) {
    return one(new Elementwise.Unary(fn, x));
  }

  /** Broadcasts both operands to their common shape. */
  public Value binary(Fn2 fn, Value a, Value b) {
    var shape = Shape.broadcast(a.type().shape(), b.type().shape());
    return one(new Elementwise.Binary(fn, broadcast(a, shape), broadcast(b, shape)));
  }

  public Value neg(Value x) {
    return unary(Fn1.NEG, x);
  }

  public Value add(Value a, Value b) {
    return binary(Fn2.ADD, a, b);
  }

  /** {@code add(a, neg(b))}, which is the same bits. */
  public Value sub(Value a, Value b) {
    return add(a, neg(b));
  }

  public Value mul(Value a, Value b) {
    return binary(Fn2.MUL, a, b);
  }

  public Value div(Value a, Value b) {
    return binary(Fn2.DIV, a, b);
  }

  public Value max(Value a, Value b) {
    return binary(Fn2.MAX, a, b);
  }

  public Value min(Value a, Value b) {
    return binary(Fn2.MIN, a, b);
  }

  public Value lt(Value a, Value b) {
    return binary(Fn2.LT, a, b);
  }

  public Value eq(Value a, Value b) {
    return binary(Fn2.EQ, a, b);
  }

  /** Arithmetic with a scalar of the other operand's type. */
  public Value add(Value a, double b) {
    return add(a, like(a, b));
  }

  public Value mul(Value a, double b) {
    return mul(a, like(a, b));
  }

  public Value max(Value a, double b) {
    return max(a, like(a, b));
  }

  public Value min(Value a, double b) {
    return min(a, like(a, b));
  }

  /** A scalar constant of {@code x}'s element type. */
  public Value like(Value x, double value) {
    return constant(x.type().dtype(), value);
  }

  /** A scalar constant of {@code x}'s element type. */
  public Value like(Value x, long value) {
    return constant(x.type().dtype(), value);
  }

  /** Broadcasts all three operands to their common shape. */
  public Value select(Value test, Value yes, Value no) {
    var shape =
        Shape.broadcast(
            test.type().shape(), Shape.broadcast(yes.type().shape(), no.type().shape()));
    return one(
        new Elementwise.Select(
            broadcast(test, shape), broadcast(yes, shape), broadcast(no, shape)));
  }

  public Value convert(Value x, DType dtype) {
    return x.type().dtype() == dtype ? x : one(new Elementwise.Convert(x, dtype));
  }

  public Value bitcast(Value x, DType dtype) {
    return x.type().dtype() == dtype ? x : one(new Bitcast(x, dtype));
  }

  // Reduction, contraction, indexing, state

  public Value reduce(Fold fold, Value x, Collection<Integer> axes) {
    return axes.isEmpty() ? x : one(new Reduction.Reduce(fold, x, new TreeSet<>(axes)));
  }

  /** Like {@link #reduce}, but the folded axes stay with extent 1. */
  public Value reduceKeeping(Fold fold, Value x, Collection<Integer> axes) {
    var extents = new ArrayList<>(x.type().shape().extents());
    for (int axis : axes) extents.set(axis, 1);
    return reshape(reduce(fold, x, axes), new Shape(extents));
  }

  public Value contract(
      Value a,
      Value b,
      List<Integer> contractedA,
      List<Integer> contractedB,
      List<Integer> batchA,
      List<Integer> batchB,
      DType accumulator) {
    return one(new Reduction.Contract(a, b, contractedA, contractedB, batchA, batchB, accumulator));
  }

  public Value gather(Value x, Value indices, int axis) {
    return one(new Indexed.Gather(x, indices, axis));
  }

  public Value read(Variable variable) {
    return one(new State.Read(variable));
  }

  public void write(Variable variable, Value x) {
    apply(new State.Write(variable, x));
  }

  public List<Value> scan(
      Function step, List<Value> carry, List<Value> xs, int count, boolean reverse) {
    return apply(new Control.Scan(step, carry, xs, count, reverse));
  }
}
