package dev.bantam.conformance;

/**
 * What came of a case.
 *
 * @param millis that it took
 * @param worst the greatest difference of any element, as far as it can be counted
 * @param integers that it gave; none if it did not come to its end
 * @param reason why it failed or was skipped; empty if it passed
 */
public record Outcome(
    Status status, long millis, double worst, IntegerResults integers, String reason) {
  /** A case is skipped only if the device has too little memory for it. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** One that ended before all outputs were there. */
  public static Outcome ended(Status status, long millis, String reason) {
    return new Outcome(status, millis, 0, IntegerResults.NONE, reason);
  }
}
