package dev.bantam.op;

import dev.bantam.prim.Function;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;

/**
 * What a subgraph of two scalars does with them, if it is one of the folds that primitives have.
 */
final class RegionFold {
  private RegionFold() {}

  /** The update that a scatter's subgraph makes: {@code f(old, new)}. */
  static Update update(Call<?> call, int subgraph, DType dtype, ProgramBuilder b) {
    var function = function(call, subgraph, dtype, b);
    var result = function.results().getFirst();
    if (result == function.parameters().get(1)) return Update.SET;
    return switch (fn(call, function)) {
      case ADD -> Update.ADD;
      case MUL -> Update.MUL;
      case MAX -> Update.MAX;
      case MIN -> Update.MIN;
      case AND -> Update.AND;
      case OR -> Update.OR;
      default -> throw unknown(call);
    };
  }

  static Fold fold(Call<?> call, int subgraph, DType dtype, ProgramBuilder b) {
    return switch (fn(call, function(call, subgraph, dtype, b))) {
      case ADD -> Fold.ADD;
      case MUL -> Fold.MUL;
      case MAX -> Fold.MAX;
      case MIN -> Fold.MIN;
      case AND -> Fold.AND;
      case OR -> Fold.OR;
      default -> throw unknown(call);
    };
  }

  private static Function function(Call<?> call, int subgraph, DType dtype, ProgramBuilder b) {
    var scalar = new TensorType(dtype, Shape.SCALAR);
    return b.function("fold", List.of(scalar, scalar), (p, v) -> call.subgraph(subgraph, v, p));
  }

  private static Fn2 fn(Call<?> call, Function function) {
    Value result = function.results().getFirst();
    boolean one =
        result.prim().orElse(null) instanceof Prim.Binary(_, var x, var y)
            && function.parameters().containsAll(List.of(x, y))
            && x != y;
    if (one && result.prim().orElseThrow() instanceof Prim.Binary(var fn, _, _)) return fn;
    throw unknown(call);
  }

  private static OperatorException unknown(Call<?> call) {
    return call.refuse(
        "its subgraph is no fold of two scalars, must be a sum, product, maximum, minimum, and, or");
  }
}
