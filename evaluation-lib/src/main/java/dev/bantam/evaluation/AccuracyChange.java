package dev.bantam.evaluation;

import dev.bantam.statistics.Interval;
import java.util.HashMap;

/**
 * What the accuracy did from one model to another, over the samples that both were given.
 *
 * @param difference of the shares, after minus before
 * @param interval of the difference, from the samples on which the two disagree
 * @param gained samples that only the second has right
 * @param lost samples that only the first has right
 */
public record AccuracyChange(
    Accuracy before, Accuracy after, double difference, Interval interval, int gained, int lost) {

  public static AccuracyChange between(Evaluation before, Evaluation after) {
    var first = new HashMap<Integer, Prediction>();
    for (var prediction : before.predictions()) first.put(prediction.sample(), prediction);
    int shared = 0;
    int gained = 0;
    int lost = 0;
    for (var prediction : after.predictions()) {
      var other = first.get(prediction.sample());
      if (other == null) continue;
      shared++;
      if (prediction.isCorrect() && !other.isCorrect()) gained++;
      if (!prediction.isCorrect() && other.isCorrect()) lost++;
    }
    double difference = shared == 0 ? 0 : (double) (gained - lost) / shared;
    return new AccuracyChange(
        before.accuracy(),
        after.accuracy(),
        difference,
        Interval.ofPairedDifference(gained, lost, shared),
        gained,
        lost);
  }
}
