package dev.bantam.dialect;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.type.DType;
import java.util.Optional;

/**
 * C whose indices are of 32 bits: what an address or a count comes to always fits, so sums and
 * products on the way may wrap; what does not allow that is computed in 64 bits where it has to be.
 */
abstract class NarrowIndexDialect extends CDialect {
  /** Whether all addresses and counts of what is printed now fit. */
  abstract boolean isNarrow();

  @Override
  String indexType() {
    return isNarrow() ? "i32" : super.indexType();
  }

  @Override
  String index(Expr x) {
    if (!isNarrow()) return super.index(x);
    return switch (x) {
      case Expr.Constant(var _, var bits) -> literal((int) bits);
      case Expr.Binary(var fn, var a, var b) when fn == Fn2.ADD || fn == Fn2.MUL ->
          infix(index(a), fn, index(b));
      case Expr.Select(var test, var yes, var no) ->
          "((%s) ? %s : %s)".formatted(text(test), index(yes), index(no));
      case Expr.Convert(var from, var _)
          when from.dtype().isInteger() && from.dtype().bits() <= 32 ->
          "(i32)(%s)".formatted(text(from));
      case Expr _ -> exact(x).orElseGet(() -> "(i32)(%s)".formatted(text(x)));
    };
  }

  /** The value in 32 bits, if neither it nor anything on the way can leave them. */
  private Optional<String> exact(Expr x) {
    if (x.dtype() != DType.I64 || !fits(x)) return Optional.empty();
    return switch (x) {
      case Expr.Constant(var _, var bits) -> Optional.of(literal((int) bits));
      case Expr.Index(var name, var _) -> Optional.of(name);
      case Expr.Convert(var from, var _) -> Optional.of("(i32)(%s)".formatted(text(from)));
      case Expr.Binary(var fn, var a, var b) -> {
        var x32 = exact(a);
        var y32 = exact(b);
        yield x32.isPresent() && y32.isPresent()
            ? Optional.of(exact(fn, x32.get(), y32.get()))
            : Optional.of("(i32)(%s)".formatted(super.text(x)));
      }
      case Expr _ -> Optional.empty();
    };
  }

  private static String exact(Fn2 fn, String a, String b) {
    return switch (fn) {
      case ADD, MUL, QUOTIENT, REMAINDER -> infix(a, fn, b);
      case MIN -> "min_i32(%s, %s)".formatted(a, b);
      case MAX -> "max_i32(%s, %s)".formatted(a, b);
      default -> throw new IllegalStateException(fn + " has no known range");
    };
  }

  private static boolean fits(Expr x) {
    var range = Indices.range(x);
    return range.least() >= Integer.MIN_VALUE && range.most() <= Integer.MAX_VALUE;
  }

  private static String infix(String a, Fn2 fn, String b) {
    var operator =
        switch (fn) {
          case ADD -> "+";
          case MUL -> "*";
          case QUOTIENT -> "/";
          case REMAINDER -> "%";
          default -> throw new IllegalStateException(fn + " has no operator");
        };
    return "(%s %s %s)".formatted(a, operator, b);
  }

  private static String literal(int value) {
    if (value == Integer.MIN_VALUE) return "(-2147483647 - 1)";
    return value < 0 ? "(" + value + ")" : Integer.toString(value);
  }

  /** Indices inside values: compared and converted in 32 bits where they are known to fit. */
  @Override
  String text(Expr x) {
    if (!isNarrow()) return super.text(x);
    return switch (x) {
      case Expr.Index(var name, var _) -> "(i64)" + name;
      case Expr.Binary(var fn, var a, var b)
          when fn.isComparison() && exact(a).isPresent() && exact(b).isPresent() ->
          "%s %s %s"
              .formatted(exact(a).orElseThrow(), fn == Fn2.LT ? "<" : "==", exact(b).orElseThrow());
      case Expr.Convert(var from, var to) when from.dtype() == DType.I64 && to != DType.I64 ->
          exact(from)
              .map(
                  narrow -> to == DType.I32 ? narrow : "cvt_i32_%s(%s)".formatted(name(to), narrow))
              .orElseGet(() -> super.text(x));
      case Expr _ -> super.text(x);
    };
  }
}
