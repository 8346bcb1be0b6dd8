package dev.bantam.error;

/**
 * A refusal or failure with a message that says where, what, and what would be right. Libraries
 * extend it, one each.
 */
public class BantamException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public BantamException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public BantamException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
