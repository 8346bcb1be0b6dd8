package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import java.util.Optional;

/** A place in memory that is a multiple of a row's number and of the depth. */
record Affine(long ofRow, long ofDepth) {
  /** The multiples, if {@code x} is a sum of them and of something that depends on neither. */
  static Optional<Affine> of(Optional<Expr> x, Expr.Index row, Expr.Index depth) {
    if (x.isEmpty()) return Optional.empty();
    var factors = new Affine(factor(x.get(), row), factor(x.get(), depth));
    var sum = Indices.add(Indices.mul(row, factors.ofRow), Indices.mul(depth, factors.ofDepth));
    var rest = Indices.sub(x.get(), sum);
    return mentions(rest, row) || mentions(rest, depth) ? Optional.empty() : Optional.of(factors);
  }

  private static long factor(Expr x, Expr.Index index) {
    return switch (x) {
      case Expr.Index other -> other.equals(index) ? 1 : 0;
      case Expr.Binary(var fn, var a, var b) when fn == Expr.Fn2.ADD ->
          factor(a, index) + factor(b, index);
      case Expr.Binary(var fn, var a, Expr.Constant(var _, var by)) when fn == Expr.Fn2.MUL ->
          factor(a, index) * by;
      case Expr _ -> 0;
    };
  }

  private static boolean mentions(Expr x, Expr.Index index) {
    return switch (x) {
      case Expr.Index other -> other.equals(index);
      case Expr.Constant _, Expr.Local _ -> false;
      case Expr.Load load -> mentions(load.at(), index);
      case Expr.Unary unary -> mentions(unary.x(), index);
      case Expr.Binary binary -> mentions(binary.a(), index) || mentions(binary.b(), index);
      case Expr.Select select ->
          mentions(select.test(), index)
              || mentions(select.yes(), index)
              || mentions(select.no(), index);
      case Expr.Convert convert -> mentions(convert.x(), index);
      case Expr.Bitcast bitcast -> mentions(bitcast.x(), index);
    };
  }
}
