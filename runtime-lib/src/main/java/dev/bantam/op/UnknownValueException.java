package dev.bantam.op;

import dev.bantam.error.ErrorCode;

/**
 * A program needs the value of a tensor that is known only when the model runs, such as the shape
 * operand of a reshape. Whoever can run the model up to that tensor may lower it again with the
 * value: {@link Entry#knowing}.
 */
public final class UnknownValueException extends OperatorException {
  private static final long serialVersionUID = 1L;

  private final int tensor;

  UnknownValueException(String message, int tensor) {
    super(ErrorCode.UNSUPPORTED, message);
    this.tensor = tensor;
  }

  /** The tensor of the entry's subgraph; -1 where it belongs to an inner subgraph. */
  public int tensor() {
    return tensor;
  }
}
