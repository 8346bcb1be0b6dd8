package dev.bantam.evaluation;

import dev.bantam.statistics.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a model's first answer is right.
 *
 * @param correct of {@code total} samples
 * @param classes the same for each class
 */
public record Accuracy(int correct, int total, List<OfClass> classes) {
  public record OfClass(String name, int correct, int total) {}

  public Accuracy {
    classes = List.copyOf(classes);
  }

  static Accuracy of(List<Prediction> predictions, List<String> names) {
    var right = new int[names.size()];
    var all = new int[names.size()];
    for (var prediction : predictions) {
      all[prediction.label()]++;
      if (prediction.isCorrect()) right[prediction.label()]++;
    }
    var classes = new ArrayList<OfClass>();
    int correct = 0;
    for (int i = 0; i < right.length; i++) {
      classes.add(new OfClass(names.get(i), right[i], all[i]));
      correct += right[i];
    }
    return new Accuracy(correct, predictions.size(), classes);
  }

  /** Share of right answers, 0 to 1. */
  public double share() {
    return (double) correct / total;
  }

  public Interval interval() {
    return Interval.ofShare(correct, total);
  }
}
