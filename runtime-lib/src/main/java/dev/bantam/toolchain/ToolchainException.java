package dev.bantam.toolchain;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.Locale;

/**
 * Source text could not be made machine code: the surroundings lack something, or the text is
 * wrong.
 */
public final class ToolchainException extends BantamException {
  private static final long serialVersionUID = 1L;

  private ToolchainException(ErrorCode code, String message) {
    super(code, message);
  }

  private ToolchainException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }

  /** Something that the machine has to offer is missing. */
  static ToolchainException unavailable(String problem, Object... details) {
    return new ToolchainException(ErrorCode.UNAVAILABLE, format(problem, details));
  }

  static ToolchainException unavailable(Throwable cause, String problem, Object... details) {
    return new ToolchainException(ErrorCode.UNAVAILABLE, format(problem, details), cause);
  }

  /** The compiler refused a text that we wrote. */
  static ToolchainException refused(String problem, Object... details) {
    return new ToolchainException(ErrorCode.INTERNAL, format(problem, details));
  }

  static ToolchainException cancelled(String problem, Object... details) {
    return new ToolchainException(ErrorCode.CANCELLED, format(problem, details));
  }

  private static String format(String problem, Object... details) {
    return String.format(Locale.ROOT, problem, details);
  }
}
