package dev.bantam.op;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** An operator that cannot be lowered as the model uses it: which one, why, and what would do. */
public class OperatorException extends BantamException {
  private static final long serialVersionUID = 1L;

  public OperatorException(ErrorCode code, String message) {
    super(code, message);
  }

  public OperatorException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
