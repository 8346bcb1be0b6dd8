package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.device.DeviceOptions;
import dev.bantam.evaluation.EvaluationReport;
import dev.bantam.evaluation.Evaluator;
import dev.bantam.evaluation.Preprocessing;
import dev.bantam.model.TfliteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Measures a model's accuracy. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Measure the accuracy of a model on labelled data, with a table of the classes.")
final class EvaluateCommand extends BantamCommand {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A .tflite file; with --server, the id or the digest of a model there.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description =
          "Class folders of pictures or recordings, a zip of them, an .npz with x and y, or a CSV file; with --server, the id or the digest of a data set there.")
  private Path data = Path.of("");

  @Mixin private DataFlags flags = new DataFlags();
  @Mixin private DeviceFlags device = new DeviceFlags();

  @Mixin private ServerFlags server = new ServerFlags();

  @Override
  public Integer call() throws Exception {
    // What is wrong with the flags is said before anything is read.
    var asked = flags.asked();
    var platform = server.platform();
    report(platform.isEmpty() ? here() : there(platform.get(), asked));
    return ExitCodes.DONE;
  }

  private EvaluationReport here() throws IOException {
    var evaluator = new Evaluator(device.device(DeviceOptions.DEFAULT));
    var graph = TfliteFile.read(model);
    try (var dataset = DataFlags.open(data)) {
      return EvaluationReport.of(
          evaluator.evaluate(
              graph, dataset, flags.preprocessing(graph), new ShownProgress(output(), "evaluate")));
    }
  }

  private EvaluationReport there(RemotePlatform platform, Optional<Preprocessing> asked)
      throws IOException, InterruptedException {
    device.requireNoneFor(platform.server().toString());
    try (var work = new RemoteWork(platform, output())) {
      var recipe = new LinkedHashMap<String, Object>();
      recipe.put("dataset", work.dataset(data));
      asked.ifPresent(it -> recipe.put("preprocessing", it.toString()));
      var request = Map.of("model", work.model(model), "recipe", recipe);
      var result = work.result(work.begin("evaluations", request), "evaluate");
      return RemoteWork.as(result, EvaluationReport.class);
    }
  }

  private void report(EvaluationReport evaluation) {
    output().result(evaluation);
    output()
        .line(
            String.format(
                Locale.ROOT,
                "accuracy %.2f %% [%.2f, %.2f], %d of %d samples right, preprocessing %s",
                100 * evaluation.accuracy(),
                100 * evaluation.interval().getFirst(),
                100 * evaluation.interval().getLast(),
                evaluation.correct(),
                evaluation.samples(),
                evaluation.preprocessing()));
    for (var ofClass : evaluation.classes()) {
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
