package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Functions of reals that are not primitives. */
final class Functions {
  private Functions() {}

  /** {@code exp(x) - 1} without the loss near 0: {@code tanh(x / 2) * (exp(x) + 1)}. */
  static Value expm1(Value x, ProgramBuilder b) {
    var tanh = b.unary(Fn1.TANH, b.mul(x, 0.5));
    return b.mul(tanh, b.add(b.unary(Fn1.EXP, x), 1.0));
  }

  /** {@code x * clamp(x + 3, 0, 6) / 6}. */
  static Value hardSwish(Value x, ProgramBuilder b) {
    return b.mul(x, b.mul(b.min(b.max(b.add(x, 3.0), 0.0), 6.0), 1 / 6.0));
  }

  /** By the polynomial of Abramowitz and Stegun 7.1.26, within 2e-7 where {@code x} is small. */
  static Value erf(Value x, ProgramBuilder b) {
    var magnitude = b.unary(Fn1.ABS, x);
    var t = b.div(b.like(x, 1.0), b.add(b.mul(magnitude, 0.3275911), 1.0));
    double[] terms = {1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592};
    var sum = b.like(x, terms[0]);
    for (int i = 1; i < terms.length; i++) sum = b.add(b.mul(sum, t), terms[i]);
    var tail = b.mul(b.mul(sum, t), b.unary(Fn1.EXP, b.neg(b.mul(x, x))));
    var positive = b.sub(b.like(x, 1.0), tail);
    return b.select(b.lt(x, b.like(x, 0.0)), b.neg(positive), positive);
  }
}
