package dev.bantam.prim;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A program, or the text of one, that is not what it claims to be. */
public final class ProgramException extends BantamException {
  private static final long serialVersionUID = 1L;

  ProgramException(String place, String problem, Object... details) {
    super(ErrorCode.INVALID_MODEL, place + ": " + problem.formatted(details));
  }
}
