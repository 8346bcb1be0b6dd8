package dev.bantam.model;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/** A file that is not the model it claims to be: where, what is wrong, and what would be right. */
public final class ModelException extends BantamException {
  private static final long serialVersionUID = 1L;

  public ModelException(Place place, String problem) {
    this(ErrorCode.INVALID_MODEL, place, problem);
  }

  private ModelException(ErrorCode code, Place place, String problem) {
    super(code, place + ": " + problem);
  }

  /** A limit was passed, which the message names. */
  static ModelException tooLarge(Place place, String problem) {
    return new ModelException(ErrorCode.TOO_LARGE, place, problem);
  }

  /** Valid, as far as we can tell, but of a kind that we do not read. */
  static ModelException unsupported(Place place, String problem) {
    return new ModelException(ErrorCode.UNSUPPORTED, place, problem);
  }
}
