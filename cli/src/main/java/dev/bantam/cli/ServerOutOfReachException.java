package dev.bantam.cli;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A server that was named cannot be reached. */
public final class ServerOutOfReachException extends BantamException {
  private static final long serialVersionUID = 1L;

  public ServerOutOfReachException(String server, Throwable cause) {
    super(
        ErrorCode.UNAVAILABLE,
        "server %s cannot be reached: %s".formatted(server, cause.getMessage()),
        cause);
  }
}
