package dev.bantam.converter.build;

import dev.bantam.type.DType;

/** The edge that stands for what a node would have made that could not be lowered. */
public final class Unknown {
  public static final Edge EDGE = new Edge("?", Form.of(DType.BOOL, new long[0]));

  private Unknown() {}
}
