package dev.bantam.kernel;

import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Constant;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Expr.Index;
import dev.bantam.type.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Index arithmetic that stays short: sums are kept as a constant and multiples of terms, and a
 * division or remainder goes away where the ranges of the indices show that it changes nothing.
 */
public final class Indices {
  /** Beyond this nothing is known of a value; sums of two do not overflow. */
  private static final long UNKNOWN = Long.MAX_VALUE / 4;

  private Indices() {}

  /** The least and the greatest value that an index expression may take. */
  public record Range(long least, long most) {
    static final Range ANY = new Range(-UNKNOWN, UNKNOWN);

    private static Range of(double least, double most) {
      if (least < -UNKNOWN || most > UNKNOWN) return ANY;
      return new Range((long) least, (long) most);
    }
  }

  public static Expr constant(long value) {
    return Constant.index(value);
  }

  public static Expr add(Expr a, Expr b) {
    return Sum.of(a).plus(Sum.of(b), 1).toExpr();
  }

  public static Expr add(Expr a, long b) {
    return b == 0 ? a : add(a, constant(b));
  }

  public static Expr sub(Expr a, Expr b) {
    return Sum.of(a).plus(Sum.of(b), -1).toExpr();
  }

  public static Expr mul(Expr a, long factor) {
    return factor == 1 ? a : new Sum().plus(Sum.of(a), factor).toExpr();
  }

  /** Rounds down; the divisor is positive. */
  public static Expr quotient(Expr x, long divisor) {
    if (divisor == 1) return x;
    var parts = Split.of(x, divisor);
    return new Sum().plus(parts.multiples, 1).plus(parts.quotient(), 1).toExpr();
  }

  /** What {@link #quotient} leaves, in {@code [0, divisor)}. */
  public static Expr remainder(Expr x, long divisor) {
    if (divisor == 1) return constant(0);
    return Split.of(x, divisor).remainder();
  }

  /** {@code x} brought into {@code [0, most]}. */
  public static Expr clamp(Expr x, long most) {
    var range = range(x);
    var low = range.least >= 0 ? x : new Binary(Fn2.MAX, x, constant(0));
    return range.most <= most ? low : new Binary(Fn2.MIN, low, constant(most));
  }

  /** What is known of an index expression. */
  public static Range range(Expr x) {
    return switch (x) {
      case Constant(var _, var value) -> new Range(value, value);
      case Index(var _, var extent) -> new Range(0, Math.max(extent - 1, 0));
      case Binary(var fn, var a, var b) -> range(fn, range(a), range(b));
      case Expr.Convert(var from, var to) when to == DType.I64 -> ofDType(from.dtype());
      case Expr _ -> Range.ANY;
    };
  }

  /**
   * The value of an index expression that reads no memory.
   *
   * @param indices the value of each index by its name
   */
  public static long value(Expr x, Map<String, Long> indices) {
    return switch (x) {
      case Constant(var _, var value) -> value;
      case Index(var name, var _) -> Objects.requireNonNull(indices.get(name), name);
      case Binary(var fn, var a, var b) -> value(fn, value(a, indices), value(b, indices));
      case Expr _ -> throw new IllegalArgumentException(x + " is no index expression");
    };
  }

  private static long value(Fn2 fn, long a, long b) {
    return switch (fn) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case QUOTIENT -> a / b;
      case REMAINDER -> a % b;
      default -> throw new IllegalArgumentException(fn + " is in no index expression");
    };
  }

  private static Range ofDType(DType dtype) {
    return switch (dtype) {
      case BOOL, I8, I16, I32, U8, U16, U32 -> new Range(dtype.lowest(), dtype.highest());
      default -> Range.ANY;
    };
  }

  private static Range range(Fn2 fn, Range a, Range b) {
    return switch (fn) {
      case ADD -> Range.of((double) a.least + b.least, (double) a.most + b.most);
      case MUL -> {
        double p = (double) a.least * b.least;
        double q = (double) a.least * b.most;
        double r = (double) a.most * b.least;
        double s = (double) a.most * b.most;
        yield Range.of(
            Math.min(Math.min(p, q), Math.min(r, s)), Math.max(Math.max(p, q), Math.max(r, s)));
      }
      case MIN -> new Range(Math.min(a.least, b.least), Math.min(a.most, b.most));
      case MAX -> new Range(Math.max(a.least, b.least), Math.max(a.most, b.most));
      case QUOTIENT ->
          b.least == b.most && a.least >= 0
              ? new Range(a.least / b.least, a.most / b.least)
              : Range.ANY;
      case REMAINDER -> b.least == b.most ? new Range(0, b.least - 1) : Range.ANY;
      default -> Range.ANY;
    };
  }

  /** A number, parted into a multiple of the divisor and a rest that is not negative. */
  private record Split(Sum multiples, Sum rest, long divisor) {
    static Split of(Expr x, long divisor) {
      var multiples = new Sum();
      var rest = new Sum();
      var sum = Sum.of(x);
      sum.terms.forEach(
          (term, factor) -> {
            long whole = Math.floorDiv(factor, divisor);
            if (factor % divisor == 0) multiples.addTerm(term, whole);
            else rest.addTerm(term, factor);
          });
      multiples.constant = Math.floorDiv(sum.constant, divisor);
      rest.constant = Math.floorMod(sum.constant, divisor);
      long least = range(rest.toExpr()).least;
      if (least < 0 && least > -UNKNOWN) {
        long lift = Math.ceilDiv(-least, divisor);
        rest.constant += lift * divisor;
        multiples.constant -= lift;
      }
      return new Split(multiples, rest, divisor);
    }

    Sum quotient() {
      var x = rest.toExpr();
      var range = range(x);
      var result = new Sum();
      if (range.least / divisor == range.most / divisor) {
        result.constant = range.least / divisor;
      } else if (x instanceof Binary(var fn, var inner, Constant(var _, var before))
          && fn == Fn2.QUOTIENT) {
        return Sum.of(Indices.quotient(inner, before * divisor));
      } else {
        var grain = grain();
        if (grain.isPresent()) {
          var coarse = grain.get().coarse.toExpr();
          return Sum.of(Indices.quotient(coarse, divisor / grain.get().size));
        }
        result.addTerm(new Binary(Fn2.QUOTIENT, x, constant(divisor)), 1);
      }
      return result;
    }

    Expr remainder() {
      var x = rest.toExpr();
      var range = range(x);
      if (range.least / divisor == range.most / divisor) {
        return add(x, -(range.least / divisor) * divisor);
      }
      if (x instanceof Binary(var fn, var inner, Constant(var _, var before))
          && fn == Fn2.REMAINDER
          && before % divisor == 0) {
        return Indices.remainder(inner, divisor);
      }
      var grain = grain();
      if (grain.isPresent()) {
        long size = grain.get().size;
        var coarse = Indices.remainder(grain.get().coarse.toExpr(), divisor / size);
        return grain.get().fine.plus(Sum.of(coarse), size).toExpr();
      }
      return new Binary(Fn2.REMAINDER, x, constant(divisor));
    }

    /** Coarse steps of one size, a divisor of the divisor, and a rest that is less than a step. */
    private record Grain(long size, Sum coarse, Sum fine) {}

    /** The finest grain that the rest has. */
    private Optional<Grain> grain() {
      for (long least : new TreeSet<>(rest.terms.values().stream().map(Math::abs).toList())) {
        long size = divisor;
        for (long factor : rest.terms.values()) {
          if (Math.abs(factor) >= least) size = Sum.gcd(size, Math.abs(factor));
        }
        if (size == 1) continue;
        long grain = size;
        var coarse = new Sum();
        var fine = new Sum();
        rest.terms.forEach(
            (term, factor) -> {
              if (Math.abs(factor) >= least) coarse.addTerm(term, factor / grain);
              else fine.addTerm(term, factor);
            });
        coarse.constant = Math.floorDiv(rest.constant, grain);
        fine.constant = Math.floorMod(rest.constant, grain);
        var range = range(fine.toExpr());
        if (range.least >= 0 && range.most < grain) {
          return Optional.of(new Grain(grain, coarse, fine));
        }
      }
      return Optional.empty();
    }
  }

  /** A constant and multiples of terms that are no sums themselves. */
  private static final class Sum {
    private final Map<Expr, Long> terms = new LinkedHashMap<>();
    private long constant;

    static Sum of(Expr x) {
      var sum = new Sum();
      sum.add(x, 1);
      return sum;
    }

    private void add(Expr x, long factor) {
      switch (x) {
        case Constant(var _, var value) -> constant += factor * value;
        case Binary(var fn, var a, var b) when fn == Fn2.ADD -> {
          add(a, factor);
          add(b, factor);
        }
        case Binary(var fn, var a, Constant(var _, var value)) when fn == Fn2.MUL ->
            add(a, factor * value);
        default -> addTerm(x, factor);
      }
    }

    void addTerm(Expr term, long factor) {
      if (factor == 0) return;
      long now = terms.merge(term, factor, Long::sum);
      if (now == 0) terms.remove(term);
    }

    Sum plus(Sum other, long factor) {
      var sum = new Sum();
      terms.forEach(sum::addTerm);
      other.terms.forEach((term, multiple) -> sum.addTerm(term, multiple * factor));
      sum.constant = constant + other.constant * factor;
      return sum;
    }

    static long gcd(long a, long b) {
      return b == 0 ? a : gcd(b, a % b);
    }

    /** {@code d * (x / d) + x % d} is x. */
    private boolean recombine() {
      for (var entry : terms.entrySet()) {
        if (entry.getKey() instanceof Binary(var fn, var x, Constant(var _, var divisor))
            && fn == Fn2.REMAINDER) {
          long factor = entry.getValue();
          var quotient = Indices.quotient(x, divisor);
          var found = terms.get(quotient);
          if (found != null && found == factor * divisor) {
            terms.remove(entry.getKey());
            terms.remove(quotient);
            add(x, factor);
            return true;
          }
        }
      }
      return false;
    }

    Expr toExpr() {
      while (recombine()) {}
      Expr result = null;
      for (var entry : terms.entrySet()) {
        long factor = entry.getValue();
        var term =
            factor == 1 ? entry.getKey() : new Binary(Fn2.MUL, entry.getKey(), constant(factor));
        result = result == null ? term : new Binary(Fn2.ADD, result, term);
      }
      if (result == null) return Indices.constant(constant);
      return constant == 0 ? result : new Binary(Fn2.ADD, result, Indices.constant(constant));
    }
  }
}
