package dev.bantam.grad;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A computation that has no derivative in reverse: which part of it, and what would have one. */
public final class GradientException extends BantamException {
  private static final long serialVersionUID = 1L;

  GradientException(String message) {
    super(ErrorCode.UNSUPPORTED, message);
  }
}
