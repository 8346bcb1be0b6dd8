package dev.bantam.agent.peer;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A peer is missing, or refuses a model. */
public final class PeerException extends BantamException {
  private static final long serialVersionUID = 1L;

  PeerException(String problem, Object... details) {
    super(ErrorCode.UNAVAILABLE, problem.formatted(details));
  }
}
