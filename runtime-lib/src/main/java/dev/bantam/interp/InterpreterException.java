package dev.bantam.interp;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A program that cannot be run, or not within its limits. */
public final class InterpreterException extends BantamException {
  private static final long serialVersionUID = 1L;

  InterpreterException(ErrorCode code, String problem, Object... details) {
    super(code, problem.formatted(details));
  }
}
