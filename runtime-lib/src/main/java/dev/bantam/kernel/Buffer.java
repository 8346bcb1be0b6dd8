package dev.bantam.kernel;

import dev.bantam.type.DType;

/** Elements of one type in a row: a parameter of a kernel, or an array that lives inside one. */
public record Buffer(String name, DType dtype, long elements) {
  @Override
  public String toString() {
    return "%s: %s[%d]".formatted(name, dtype, elements);
  }
}
