package dev.bantam.agent.farm;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** The farm refused, or cannot be reached. */
public final class FarmException extends BantamException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public FarmException(ErrorCode code, int status, String message) {
    super(code, message);
    this.status = status;
  }

  /** There was no answer. */
  public FarmException(String message, Throwable cause) {
    super(ErrorCode.UNAVAILABLE, message, cause);
    status = 0;
  }

  /** The answer's HTTP status; 0 where there was no answer. */
  public int status() {
    return status;
  }

  boolean isLeaseLost() {
    return status == 409 || status == 404 || status == 410;
  }

  /** Asking again would be answered the same. */
  boolean isFinal() {
    return status >= 400 && status < 500 && status != 429 && status != 408;
  }
}
