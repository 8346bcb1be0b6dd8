package dev.bantam.conformance;

/**
 * What came of a case.
 *
 * @param millis that it took
 * @param worst the greatest difference of any element, as far as it can be counted
 * @param reason why it failed or was skipped; empty if it passed
 */
public record Outcome(Status status, long millis, double worst, String reason) {
  /** A case is skipped only if the device has too little memory for it. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }
}
