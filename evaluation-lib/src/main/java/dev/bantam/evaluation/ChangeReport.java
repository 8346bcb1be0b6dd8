package dev.bantam.evaluation;

import dev.bantam.statistics.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a model by an optimization, as reports and clients read it.
 *
 * @param accuracy null if there was no labelled data
 * @param tensors in the order in which the new model computes them
 * @param skipped samples that could not be read, each with the reason
 * @param preprocessing that was applied to the samples
 */
public record ChangeReport(
    @Nullable AccuracyReport accuracy,
    SizeChange sizeBytes,
    SizeChange compressedBytes,
    List<TensorError> tensors,
    List<Evaluation.Skipped> skipped,
    String preprocessing) {
  public ChangeReport {
    tensors = List.copyOf(tensors);
    skipped = List.copyOf(skipped);
  }

  /** Bytes of the file. */
  public record SizeChange(long before, long after) {}

  /**
   * Top-1 accuracy.
   *
   * @param difference paired, over the same samples, and so narrower than that of two intervals
   */
  public record AccuracyReport(
      String metric, int samples, Estimate before, Estimate after, Estimate difference) {
    static AccuracyReport of(AccuracyChange change) {
      return new AccuracyReport(
          "top1",
          change.after().total(),
          new Estimate(change.before().share(), bounds(change.before().interval())),
          new Estimate(change.after().share(), bounds(change.after().interval())),
          new Estimate(change.difference(), bounds(change.interval())));
    }

    private static List<Double> bounds(Interval interval) {
      return List.of(interval.low(), interval.high());
    }
  }

  /** A figure with its 95 % interval, two numbers. */
  public record Estimate(double value, List<Double> interval) {}
}
