package dev.bantam.npz;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** An array or archive that is not what it should be: where, what, and what would be right. */
public final class NpzException extends BantamException {
  private static final long serialVersionUID = 1L;

  NpzException(ErrorCode code, String place, String problem) {
    super(code, place + ": " + problem);
  }

  NpzException(ErrorCode code, String place, String problem, Throwable cause) {
    super(code, place + ": " + problem, cause);
  }

  static NpzException invalid(String place, String problem, Object... details) {
    return new NpzException(ErrorCode.INVALID_DATASET, place, problem.formatted(details));
  }

  static NpzException tooLarge(String place, String problem, Object... details) {
    return new NpzException(ErrorCode.TOO_LARGE, place, problem.formatted(details));
  }
}
