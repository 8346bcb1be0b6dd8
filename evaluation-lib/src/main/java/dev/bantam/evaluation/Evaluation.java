package dev.bantam.evaluation;

import java.util.List;

/**
 * A model run over a data set.
 *
 * @param predictions one for each sample that could be read
 * @param skipped the others, each with the reason
 * @param preprocessing that was applied
 */
public record Evaluation(
    Accuracy accuracy,
    List<Prediction> predictions,
    List<Skipped> skipped,
    Preprocessing preprocessing) {
  /** A sample that could not be read. */
  public record Skipped(String sample, String reason) {}

  public Evaluation {
    predictions = List.copyOf(predictions);
    skipped = List.copyOf(skipped);
  }
}
