package dev.bantam.kit.variant;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bantam.evaluation.Accuracy;
import dev.bantam.evaluation.AccuracyChange;
import dev.bantam.evaluation.Interval;
import dev.bantam.evaluation.TensorError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of changing a model.
 *
 * @param model that was made
 * @param accuracy before and after, over the same samples; null where no data was named
 * @param tensors how far each tensor is from the one of the same name before; empty likewise
 * @param sparsity share of zeros that each layer has reached; empty where nothing was pruned
 */
public record VariantResult(
    String model,
    @Nullable AccuracyResource accuracy,
    SizeChange sizeBytes,
    List<TensorErrorResource> tensors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LayerSparsity> sparsity) {

  /** Size of the file. */
  public record SizeChange(long before, long after) {}

  /** A value and its 95 % interval. */
  public record Estimate(double value, List<Double> interval) {
    static Estimate of(double value, Interval interval) {
      return new Estimate(value, List.of(interval.low(), interval.high()));
    }
  }

  /** Shares of right answers; the difference is over the same samples, and so narrower. */
  public record AccuracyResource(
      String metric, int samples, Estimate before, Estimate after, Estimate difference) {
    static AccuracyResource of(AccuracyChange change) {
      return new AccuracyResource(
          "top1",
          change.after().total(),
          estimate(change.before()),
          estimate(change.after()),
          Estimate.of(change.difference(), change.interval()));
    }

    private static Estimate estimate(Accuracy accuracy) {
      return Estimate.of(accuracy.share(), accuracy.interval());
    }
  }

  /** How far a tensor is off; the ratio is null where it is exact. */
  public record TensorErrorResource(
      String name,
      String operator,
      @Nullable Double signalToNoiseDecibels,
      double meanAbsoluteError,
      double maximumError) {
    static TensorErrorResource of(TensorError error) {
      return new TensorErrorResource(
          error.tensor(),
          error.operator(),
          Double.isFinite(error.signalToNoise()) ? error.signalToNoise() : null,
          error.meanAbsolute(),
          error.largest());
    }
  }

  /** Share of a layer's weights that are 0. */
  public record LayerSparsity(String name, double sparsity) {}
}
