package dev.bantam.converter.build;

import dev.bantam.type.DType;

/**
 * Floats of other widths than 32 are 32 bits wide inside of a converted model: the target computes
 * with nothing else. Inputs and outputs keep their types.
 */
public final class Widening {
  private Widening() {}

  /** The type that values of a type have inside. */
  public static DType of(DType dtype) {
    return dtype.isFloat() ? DType.F32 : dtype;
  }

  /** The input as what follows sees it. */
  public static Edge inside(Builder b, Edge input) {
    return b.cast(input, of(input.dtype()));
  }
}
