package dev.bantam.device;

import dev.bantam.type.Literal;
import java.util.Optional;

/** Whether two tensors are the same: integers bit for bit, floats within a bound. */
final class Closeness {
  private Closeness() {}

  /** Where they differ first, or nothing. */
  static Optional<String> difference(Literal expected, Literal actual) {
    return difference(expected, actual, 1e-5);
  }

  static Optional<String> difference(Literal expected, Literal actual, double relative) {
    if (!expected.type().equals(actual.type())) {
      return Optional.of("%s, expected %s".formatted(actual.type(), expected.type()));
    }
    if (!expected.type().dtype().isFloat()) {
      long at = expected.bytes().mismatch(actual.bytes());
      if (at < 0) return Optional.empty();
      int width = expected.type().dtype().bytes();
      return Optional.of("differs at element %d of %s".formatted(at / width, expected.type()));
    }
    double bound =
        switch (expected.type().dtype()) {
          case F16 -> 2e-3;
          case BF16 -> 2e-2;
          case F64 -> relative * 1e-8;
          default -> relative;
        };
    for (long i = 0; i < expected.elements(); i++) {
      double want = expected.real(i);
      double got = actual.real(i);
      if (Double.compare(want, got) == 0 || want == got) continue;
      boolean finite = Double.isFinite(want) && Double.isFinite(got);
      if (finite && Math.abs(want - got) <= bound * Math.max(Math.abs(want), 1e-30)) continue;
      return Optional.of("element %d is %s, expected %s".formatted(i, got, want));
    }
    return Optional.empty();
  }
}
