package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Functions of reals that are not primitives. */
final class Functions {
  private Functions() {}

  /** {@code x * clamp(x + 3, 0, 6) / 6}. */
  static Value hardSwish(Value x, ProgramBuilder b) {
    return b.mul(x, b.mul(b.min(b.max(b.add(x, 3.0), 0.0), 6.0), 1 / 6.0));
  }
}
