package dev.bantam.agent.measure;

/** A range that holds the true value with the stated confidence. */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high))
      throw new IllegalArgumentException("an interval from %s to %s".formatted(low, high));
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
