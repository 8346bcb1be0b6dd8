package dev.bantam.op;

import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Function;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Source;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a subgraph does that folds tensors, element by element. One of the folds that primitives
 * have becomes that; any other runs one element after the other, over all results at once.
 */
final class RegionFold {
  private RegionFold() {}

  /** The update that a scatter's subgraph makes: {@code f(old, new)}. */
  static Update update(Call<?> call, int subgraph, DType dtype, ProgramBuilder b) {
    var function = function(call, subgraph, List.of(dtype), b);
    var result = function.results().getFirst();
    if (result == function.parameters().get(1)) return Update.SET;
    var fn = known(function);
    if (fn.isEmpty()) {
      throw call.refuse(
          "its subgraph is no fold of two scalars, must be the new one, or a sum, product,"
              + " maximum, minimum, and, or");
    }
    return switch (fold(fn.get())) {
      case ADD -> Update.ADD;
      case MUL -> Update.MUL;
      case MAX -> Update.MAX;
      case MIN -> Update.MIN;
      case AND -> Update.AND;
      case OR -> Update.OR;
    };
  }

  /**
   * The operands without {@code axes}, folded together.
   *
   * @param xs of one shape
   * @param starts a scalar for each operand, which each result is folded with
   */
  static List<Value> reduce(
      Call<?> call,
      int subgraph,
      List<Value> xs,
      List<Integer> axes,
      List<Value> starts,
      ProgramBuilder b) {
    var function = function(call, subgraph, xs.stream().map(x -> x.type().dtype()).toList(), b);
    var fn = known(function);
    if (fn.isPresent()) {
      var folded = b.reduce(fold(fn.get()), xs.getFirst(), axes);
      return List.of(b.binary(fn.get(), folded, starts.getFirst()));
    }
    var order = new ArrayList<>(axes);
    var kept = new ArrayList<Integer>();
    for (int axis = 0; axis < xs.getFirst().type().rank(); axis++) {
      if (axes.contains(axis)) continue;
      order.add(axis);
      kept.add(xs.getFirst().type().extent(axis));
    }
    var shape = new Shape(kept);
    int count = Math.toIntExact(xs.getFirst().type().elements() / Math.max(shape.elements(), 1));
    var extents = new ArrayList<>(kept);
    extents.addFirst(count);
    var rows = xs.stream().map(x -> b.reshape(b.permute(x, order), new Shape(extents))).toList();
    var carry = starts.stream().map(start -> b.broadcast(start, shape)).toList();
    var types = new ArrayList<>(carry.stream().map(Value::type).toList());
    types.addAll(List.copyOf(types));
    var step = b.function("fold", types, (p, v) -> Elements.of(call, function, shape, p).apply(v));
    return b.scan(step, carry, rows, count, false);
  }

  /** Of the folded values and then the new ones. */
  private static Function function(
      Call<?> call, int subgraph, List<DType> dtypes, ProgramBuilder b) {
    var types = new ArrayList<TensorType>();
    for (var dtype : dtypes) types.add(new TensorType(dtype, Shape.SCALAR));
    types.addAll(List.copyOf(types));
    return b.function("fold", types, (p, v) -> call.subgraph(subgraph, v, p));
  }

  private static Optional<Fn2> known(Function function) {
    var result = function.results().getFirst();
    boolean one =
        function.results().size() == 1
            && result.prim().orElse(null) instanceof Elementwise.Binary(var fn, var x, var y)
            && function.parameters().containsAll(List.of(x, y))
            && x != y
            && FOLDS.containsKey(fn);
    return one && result.prim().orElseThrow() instanceof Elementwise.Binary(var fn, _, _)
        ? Optional.of(fn)
        : Optional.empty();
  }

  private static final Map<Fn2, Fold> FOLDS =
      Map.of(
          Fn2.ADD, Fold.ADD,
          Fn2.MUL, Fold.MUL,
          Fn2.MAX, Fold.MAX,
          Fn2.MIN, Fold.MIN,
          Fn2.AND, Fold.AND,
          Fn2.OR, Fold.OR);

  private static Fold fold(Fn2 fn) {
    return java.util.Objects.requireNonNull(FOLDS.get(fn));
  }

  /** A function of scalars, applied to each element of tensors of one shape. */
  private record Elements(
      Call<?> call, Function function, Shape shape, ProgramBuilder b, Map<Value, Value> values) {
    static Elements of(Call<?> call, Function function, Shape shape, ProgramBuilder b) {
      return new Elements(call, function, shape, b, new HashMap<>());
    }

    List<Value> apply(List<Value> arguments) {
      for (int i = 0; i < arguments.size(); i++)
        values.put(function.parameters().get(i), arguments.get(i));
      for (var instruction : function.body()) {
        var results = apply(instruction.prim());
        for (int i = 0; i < results.size(); i++)
          values.put(instruction.results().get(i), results.get(i));
      }
      return function.results().stream().map(this::value).toList();
    }

    private Value value(Value scalar) {
      return java.util.Objects.requireNonNull(values.get(scalar));
    }

    private List<Value> apply(Prim prim) {
      return switch (prim) {
        case Source.Constant(var literal) when literal.elements() == 1 ->
            List.of(b.broadcast(b.constant(literal.reshaped(Shape.SCALAR)), shape));
        case Elementwise elementwise -> {
          var operands = elementwise.operands().stream().map(this::value).toList();
          yield b.apply(elementwise.withOperands(operands));
        }
        case Movement.Reshape(var x, var _) when x.type().elements() == 1 -> List.of(value(x));
        case Control.Call(var callee, var operands) ->
            Elements.of(call, callee, shape, b).apply(operands.stream().map(this::value).toList());
        default ->
            throw call.refuse(
                "its subgraph does more than compute with scalars, must do only that");
      };
    }
  }
}
