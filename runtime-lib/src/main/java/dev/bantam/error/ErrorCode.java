package dev.bantam.error;

import java.util.Locale;

/** What went wrong, as a program reads it. The slug is stable: clients switch on it. */
public enum ErrorCode {
  /** A model file that is not what it claims to be. */
  INVALID_MODEL(422, Cause.INPUT),
  /** A file of no kind that we know. */
  UNKNOWN_FORMAT(415, Cause.INPUT),
  /** A data set that cannot be read, or does not fit the model. */
  INVALID_DATASET(422, Cause.INPUT),
  /** A recipe or an option that has no meaning. */
  INVALID_REQUEST(422, Cause.INPUT),
  /** A valid model with something in it that we cannot do. */
  UNSUPPORTED(422, Cause.INPUT),
  /** A limit was passed; the message names it. */
  TOO_LARGE(413, Cause.INPUT),
  NOT_FOUND(404, Cause.INPUT),
  /** The thing is in a state that does not allow it. */
  CONFLICT(409, Cause.INPUT),
  GONE(410, Cause.INPUT),
  UNAUTHORIZED(401, Cause.INPUT),
  FORBIDDEN(403, Cause.INPUT),
  TOO_MANY_REQUESTS(429, Cause.SURROUNDINGS),
  /** Disk, network, database, driver, compiler: not the user's input, not our code. */
  UNAVAILABLE(503, Cause.SURROUNDINGS),
  /** The work was stopped because someone asked for it. */
  CANCELLED(409, Cause.INPUT),
  INTERNAL(500, Cause.BUG);

  /** Who can mend it. */
  public enum Cause {
    INPUT,
    SURROUNDINGS,
    BUG
  }

  private final int status;
  private final Cause cause;

  ErrorCode(int status, Cause cause) {
    this.status = status;
    this.cause = cause;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  public Cause cause() {
    return cause;
  }

  /** The last part of the problem's type: {@code invalid-model}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
