package dev.bantam.evaluation;

import dev.bantam.dataset.Dataset;
import dev.bantam.dataset.DatasetException;
import dev.bantam.device.Device;
import dev.bantam.error.ErrorCode;
import dev.bantam.graph.Graph;
import dev.bantam.progress.Progress;
import dev.bantam.type.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures models on labelled data. */
public final class Evaluator {
  private final Device device;

  public Evaluator(Device device) {
    this.device = device;
  }

  /**
   * The preprocessing to apply: what is asked for, else what the model says of itself, else none.
   */
  public static Preprocessing preprocessing(Optional<Preprocessing> asked, Graph graph) {
    return asked.or(() -> Preprocessing.of(graph)).orElse(Preprocessing.NONE);
  }

  /**
   * Runs the model on every sample. Samples that cannot be read are skipped and named; a misfit in
   * size ends it.
   */
  public Evaluation evaluate(
      Graph graph, Dataset dataset, Preprocessing preprocessing, Progress progress) {
    try (var network = Network.open(graph, device)) {
      var fit = new InputFit(network.input(), preprocessing);
      var predictions = new ArrayList<Prediction>();
      var skipped = new ArrayList<Evaluation.Skipped>();
      var stage = progress;
      for (int i = 0; i < dataset.size(); i++) {
        var input = read(dataset, i, fit, skipped);
        if (input.isPresent()) predictions.add(predict(network, dataset, i, input.get()));
        stage.report(i + 1, dataset.size(), dataset.sampleName(i));
      }
      if (predictions.isEmpty()) {
        throw new DatasetException(
            ErrorCode.INVALID_DATASET,
            dataset.name(),
            "none of %d samples can be read; the first: %s"
                .formatted(dataset.size(), skipped.getFirst().reason()));
      }
      return new Evaluation(
          Accuracy.of(predictions, dataset.classes()), predictions, skipped, preprocessing);
    }
  }

  private static Optional<Literal> read(
      Dataset dataset, int i, InputFit fit, List<Evaluation.Skipped> skipped) {
    try {
      var sample = dataset.sample(i);
      return Optional.of(fit.fit(dataset.sampleName(i), sample));
    } catch (DatasetException e) {
      // A sample of the wrong size is no accident of one file: the data set does not belong to this
      // model.
      if (e.isMisfit()) throw e;
      skipped.add(new Evaluation.Skipped(dataset.sampleName(i), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static Prediction predict(Network network, Dataset dataset, int i, Literal input) {
    var scores = InputFit.reals(network.run(input).getFirst(), network.output());
    int label = dataset.label(i);
    if (label >= scores.length) {
      throw new DatasetException(
          ErrorCode.INVALID_DATASET,
          dataset.name(),
          "class %d, \"%s\": output \"%s\" of the model has %d scores, the data set %d classes"
              .formatted(
                  label,
                  dataset.classes().get(label),
                  network.output().name(),
                  scores.length,
                  dataset.classes().size()));
    }
    int best = 0;
    for (int c = 1; c < scores.length; c++) if (scores[c] > scores[best]) best = c;
    return new Prediction(i, label, best);
  }
}
