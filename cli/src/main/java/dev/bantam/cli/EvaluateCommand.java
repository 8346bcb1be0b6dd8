package dev.bantam.cli;

import dev.bantam.device.DeviceOptions;
import dev.bantam.evaluation.Accuracy;
import dev.bantam.evaluation.Evaluation;
import dev.bantam.evaluation.Evaluator;
import dev.bantam.model.TfliteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures a model's accuracy. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure the accuracy of a model on labelled data, with a table of the classes.")
final class EvaluateCommand extends BantamCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A .tflite file.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "Class folders of pictures or recordings, a zip of them, an .npz with x and y, or a CSV file.")
  private Path data = Path.of("");

  @Mixin private DataFlags flags = new DataFlags();
  @Mixin private DeviceFlags device = new DeviceFlags();

  /** The accuracy as programs read it. */
  record Summary(
      double accuracy,
      List<Double> interval,
      int correct,
      int samples,
      String preprocessing,
      List<Evaluation.Skipped> skipped,
      List<Accuracy.OfClass> classes) {}

  @Override
  public Integer call() throws Exception {
    var graph = TfliteFile.read(model);
    try (var dataset = DataFlags.open(data)) {
      var evaluator = new Evaluator(device.device(DeviceOptions.DEFAULT));
      var evaluation =
          evaluator.evaluate(
              graph, dataset, flags.preprocessing(graph), new ShownProgress(output(), "evaluate"));
      report(evaluation);
    }
    return ExitCodes.DONE;
  }

  private void report(Evaluation evaluation) {
    var accuracy = evaluation.accuracy();
    var interval = accuracy.interval();
    output()
        .result(
            new Summary(
                accuracy.share(),
                List.of(interval.low(), interval.high()),
                accuracy.correct(),
                accuracy.total(),
                evaluation.preprocessing().toString(),
                evaluation.skipped(),
                accuracy.classes()));
    output()
        .line(
            String.format(
                Locale.ROOT,
                "accuracy %.2f %% [%.2f, %.2f], %d of %d samples right, preprocessing %s",
                100 * accuracy.share(),
                100 * interval.low(),
                100 * interval.high(),
                accuracy.correct(),
                accuracy.total(),
                evaluation.preprocessing()));
    for (var ofClass : accuracy.classes()) {
      double share = ofClass.total() == 0 ? 0 : 100.0 * ofClass.correct() / ofClass.total();
      output()
          .line(
              String.format(
                  Locale.ROOT,
                  "  %-24s %6.2f %%  %d of %d",
                  ofClass.name(),
                  share,
                  ofClass.correct(),
                  ofClass.total()));
    }
    for (var skipped : evaluation.skipped())
      output().note("skipped " + skipped.sample() + ": " + skipped.reason());
  }
}
