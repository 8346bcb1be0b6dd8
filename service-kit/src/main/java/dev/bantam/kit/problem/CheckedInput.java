package dev.bantam.kit.problem;

/** A body with rules that no annotation can state. */
public interface CheckedInput {
  /**
   * Notes all that is wrong. What the annotations refuse may be missing or wrong here, too, and is
   * not noted again.
   */
  void check(InvalidInputException.Collector errors);

  /** Fails with all that is wrong, where anything is. */
  static void require(Object input) {
    var errors = new InvalidInputException.Collector();
    if (input instanceof CheckedInput checked) checked.check(errors);
    errors.check();
  }
}
