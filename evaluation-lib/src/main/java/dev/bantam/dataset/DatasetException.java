package dev.bantam.dataset;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/**
 * A data set, or a sample of one, that is not what it should be: where, what, and what would be
 * right.
 */
public final class DatasetException extends BantamException {
  private static final long serialVersionUID = 1L;

  private final boolean misfit;

  public DatasetException(ErrorCode code, String place, String problem) {
    super(code, place + ": " + problem);
    misfit = false;
  }

  public DatasetException(ErrorCode code, String place, String problem, Throwable cause) {
    super(code, place + ": " + problem, cause);
    misfit = false;
  }

  private DatasetException(String place, String problem) {
    super(ErrorCode.INVALID_DATASET, place + ": " + problem);
    misfit = true;
  }

  /** A sample that is sound but does not fit the model: so will the others be. */
  public static DatasetException misfit(String place, String problem) {
    return new DatasetException(place, problem);
  }

  public boolean isMisfit() {
    return misfit;
  }

  static DatasetException invalid(String place, String problem, Object... details) {
    return new DatasetException(ErrorCode.INVALID_DATASET, place, problem.formatted(details));
  }

  static DatasetException tooLarge(String place, String problem, Object... details) {
    return new DatasetException(ErrorCode.TOO_LARGE, place, problem.formatted(details));
  }
}
