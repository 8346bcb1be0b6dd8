package dev.bantam.op;

import dev.bantam.error.ErrorCode;
import dev.bantam.prim.Value;
import java.util.Optional;

/**
 * A program needs the value of a tensor that is known only when the model runs, such as the shape
 * operand of a reshape. Whoever can run the model up to that tensor may lower it again with the
 * value: {@link Entry#knowing}.
 */
public final class UnknownValueException extends OperatorException {
  private static final long serialVersionUID = 1L;

  private final int tensor;
  private final transient Optional<TensorPath> inner;
  private final transient Value value;

  /**
   * @param tensor of the entry's subgraph; -1 if of an inner one
   * @param inner where it is in an inner one, if a program can be made up to there
   */
  UnknownValueException(String message, int tensor, Optional<TensorPath> inner, Value value) {
    super(ErrorCode.UNSUPPORTED, message);
    this.tensor = tensor;
    this.inner = inner;
    this.value = value;
  }

  /** The tensor of the entry's subgraph; -1 where it belongs to an inner subgraph. */
  public int tensor() {
    return tensor;
  }

  /** The tensor of an inner subgraph; none where it is not run by itself, as in a sort. */
  public Optional<TensorPath> inner() {
    return inner;
  }

  /** What stands for the tensor in the program so far. */
  Value value() {
    return value;
  }
}
