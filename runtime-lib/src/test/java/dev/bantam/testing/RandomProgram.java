package dev.bantam.testing;

import dev.bantam.prim.Program;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.Optional;

/**
 * A legal program made from a seed, arguments for runs one after the other, and how much devices
 * may differ in each result.
 */
public record RandomProgram(
    long seed, Program program, List<List<Literal>> runs, List<Tolerance> tolerances) {
  /**
   * @param ulps units in the last place
   * @param terms the result that bounds the error by magnitudes of terms, or -1
   * @param count of how many terms
   */
  record Tolerance(double ulps, int terms, long count) {
    static final Tolerance NONE = new Tolerance(0, -1, 0);
  }

  /** What the results of one run disagree in with the wanted ones; empty if in nothing. */
  public Optional<String> difference(List<Literal> wanted, List<Literal> got) {
    if (wanted.size() != got.size()) {
      return Optional.of("%d results, must be %d".formatted(got.size(), wanted.size()));
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!wanted.get(i).type().equals(got.get(i).type())) {
        return Optional.of(
            "result %d is %s, must be %s".formatted(i, got.get(i).type(), wanted.get(i).type()));
      }
      for (long at = 0; at < wanted.get(i).elements(); at++) {
        if (agrees(wanted, i, got.get(i), at)) continue;
        return Optional.of(
            "result %d of %s at %d is %s, must be %s"
                .formatted(
                    i, got.get(i).type(), at, shown(got.get(i), at), shown(wanted.get(i), at)));
      }
    }
    return Optional.empty();
  }

  private boolean agrees(List<Literal> wanted, int result, Literal got, long at) {
    var exact = wanted.get(result);
    if (!exact.type().dtype().isFloat()) return exact.integer(at) == got.integer(at);
    double a = exact.real(at);
    double b = got.real(at);
    if (a == b || Double.isNaN(a) && Double.isNaN(b)) return true;
    var tolerance = tolerances.get(result);
    double unit = Math.scalb(1.0, 1 - Accuracy.bits(exact.type().dtype()));
    double allowed = tolerance.ulps() * unit * Math.max(Math.abs(a), Float.MIN_NORMAL);
    if (tolerance.terms() >= 0) {
      double terms = wanted.get(tolerance.terms()).real(at);
      // A sum that may overflow on the way has no bound.
      if (!(terms < largest(exact.type().dtype()))) return true;
      allowed += (tolerance.count() + 1) * unit * terms;
    }
    return Math.abs(a - b) <= allowed;
  }

  private static double largest(DType dtype) {
    return switch (dtype) {
      case F16 -> 65504;
      case F64 -> Double.MAX_VALUE;
      default -> Float.MAX_VALUE;
    };
  }

  private static String shown(Literal literal, long at) {
    return literal.type().dtype().isFloat()
        ? Double.toString(literal.real(at))
        : Long.toString(literal.integer(at));
  }
}
