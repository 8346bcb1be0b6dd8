package dev.bantam.evaluation;

import java.util.List;

/**
 * A model's accuracy, as reports and clients read it.
 *
 * @param interval of the accuracy, 95 %, two numbers
 * @param correct of {@code samples}
 * @param preprocessing that was applied to the samples
 * @param skipped samples that could not be read, each with the reason
 */
public record EvaluationReport(
    double accuracy,
    List<Double> interval,
    int correct,
    int samples,
    String preprocessing,
    List<Evaluation.Skipped> skipped,
    List<Accuracy.OfClass> classes) {
  public EvaluationReport {
    interval = List.copyOf(interval);
    skipped = List.copyOf(skipped);
    classes = List.copyOf(classes);
  }

  public static EvaluationReport of(Evaluation evaluation) {
    var accuracy = evaluation.accuracy();
    return new EvaluationReport(
        accuracy.share(),
        List.of(accuracy.interval().low(), accuracy.interval().high()),
        accuracy.correct(),
        accuracy.total(),
        evaluation.preprocessing().toString(),
        evaluation.skipped(),
        accuracy.classes());
  }
}
