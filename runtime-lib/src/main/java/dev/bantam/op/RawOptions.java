package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.type.Literal;

/** Options of custom operators that lie in a file as the structure of a C program. */
final class RawOptions {
  private final Attributes raw;

  RawOptions(Attributes raw) {
    this.raw = raw;
  }

  int at(int index) {
    if (4L * (index + 1) > raw.custom().size()) {
      throw new IllegalArgumentException(
          "options have %d bytes, must have at least %d"
              .formatted(raw.custom().size(), 4 * (index + 1)));
    }
    return raw.custom().segment().get(Literal.I32, 4L * index);
  }

  /** 1 stands for SAME and 2 for VALID. */
  Padding padding(int index) {
    return switch (at(index)) {
      case 1 -> Padding.SAME;
      case 2 -> Padding.VALID;
      default ->
          throw new IllegalArgumentException("padding is %d, must be 1 or 2".formatted(at(index)));
    };
  }

  /** Width first. */
  Extent2d extents(int index) {
    return new Extent2d(at(index + 1), at(index));
  }

  Activation activation(int index) {
    return switch (at(index)) {
      case 0 -> Activation.NONE;
      case 1 -> Activation.RELU;
      case 2 -> Activation.RELU_N1_TO_1;
      case 3 -> Activation.RELU6;
      default ->
          throw new IllegalArgumentException(
              "activation is %d, must be in [0, 3]".formatted(at(index)));
    };
  }
}
