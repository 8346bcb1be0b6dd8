package dev.bantam.evaluation;

import dev.bantam.dataset.Dataset;
import dev.bantam.device.Device;
import dev.bantam.graph.Graph;
import dev.bantam.model.TfliteFile;
import dev.bantam.progress.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Measures what became of a model by an optimization: accuracy, size, and the error of each tensor.
 */
public final class ChangeMeasurement {
  /** Samples whose tensors are compared: errors hardly change with more. */
  private static final int COMPARED = 16;

  private final Device device;

  public ChangeMeasurement(Device device) {
    this.device = device;
  }

  /**
   * Runs both models.
   *
   * @param evaluation labelled data; without it there is no accuracy
   * @param samples whose tensors are compared where there is no labelled data
   */
  public ChangeReport measure(
      Graph before,
      Graph after,
      Optional<Dataset> evaluation,
      Optional<Dataset> samples,
      Preprocessing preprocessing,
      Progress progress) {
    var compared = evaluation.or(() -> samples);
    List<TensorError> tensors = List.of();
    if (compared.isPresent()) {
      var chosen = compared.get().spread(COMPARED);
      tensors =
          new TensorComparison(device)
              .compare(before, after, compared.get(), chosen, preprocessing, progress);
    }
    Optional<AccuracyChange> accuracy = Optional.empty();
    var skipped = new ArrayList<Evaluation.Skipped>();
    if (evaluation.isPresent()) {
      var evaluator = new Evaluator(device);
      var first =
          evaluator.evaluate(
              before, evaluation.get(), preprocessing, progress.stage("evaluate before"));
      var second =
          evaluator.evaluate(
              after, evaluation.get(), preprocessing, progress.stage("evaluate after"));
      accuracy = Optional.of(AccuracyChange.between(first, second));
      skipped.addAll(second.skipped());
    }
    var bytesBefore = TfliteFile.bytes(before);
    var bytesAfter = TfliteFile.bytes(after);
    return new ChangeReport(
        accuracy.map(ChangeReport.AccuracyReport::of).orElse(null),
        new ChangeReport.SizeChange(bytesBefore.length, bytesAfter.length),
        new ChangeReport.SizeChange(compressed(bytesBefore), compressed(bytesAfter)),
        tensors,
        skipped,
        preprocessing.toString());
  }

  /** What a package that is compressed comes to: where zeros of a pruned model save something. */
  private static long compressed(byte[] bytes) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      var chunk = new byte[1 << 16];
      long total = 0;
      while (!deflater.finished()) total += deflater.deflate(chunk);
      return total;
    } finally {
      deflater.end();
    }
  }
}
