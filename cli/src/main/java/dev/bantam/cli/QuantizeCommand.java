package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.dataset.Dataset;
import dev.bantam.device.DeviceOptions;
import dev.bantam.evaluation.ChangeMeasurement;
import dev.bantam.evaluation.ChangeReport;
import dev.bantam.model.TfliteFile;
import dev.bantam.quantization.Calibration;
import dev.bantam.quantization.CalibrationMethod;
import dev.bantam.quantization.Quantizer;
import dev.bantam.quantization.Recipe;
import dev.bantam.quantization.Scheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Quantizes a model after training. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description =
        "Quantize a float model, and say what became of its accuracy, its size and its tensors.")
final class QuantizeCommand extends VariantCommand {
  @Option(
      names = "--scheme",
      required = true,
      paramLabel = "SCHEME",
      description = "dynamic, int8, int16x8 or fp16.")
  private String scheme = "";

  @Option(
      names = "--calibration",
      paramLabel = "DATA",
      description = "Samples of what the model will see.")
  private Optional<Path> calibration = Optional.empty();

  @Option(
      names = "--method",
      defaultValue = "minmax",
      paramLabel = "METHOD",
      description = "minmax, moving-average, percentile or entropy (default: minmax).")
  private String method = "";

  @Option(
      names = "--samples",
      defaultValue = "200",
      paramLabel = "N",
      description = "For calibration (default: 200).")
  private int samples;

  @Option(
      names = "--clipped",
      defaultValue = "0.0001",
      paramLabel = "SHARE",
      description = "What the percentile method leaves out (default: 0.0001).")
  private double clipped;

  @Option(names = "--float-io", description = "Keep inputs and outputs in float.")
  private boolean floatInterface;

  @Override
  public Integer call() throws Exception {
    // What is wrong with the recipe is said before anything is read.
    var wanted = Flags.read(spec(), () -> Scheme.parse(scheme));
    var ranges =
        Flags.read(
            spec(), () -> new Calibration(CalibrationMethod.parse(method), samples, clipped));
    Flags.require(
        spec(),
        calibration.isPresent() || !wanted.isCalibrated(),
        "--calibration: is missing, scheme %s needs some hundred samples of what the model will see"
            .formatted(wanted));
    var platform = server().platform();
    tell(platform.isEmpty() ? here(wanted, ranges) : there(platform.get(), wanted, ranges));
    return ExitCodes.DONE;
  }

  private ChangeReport here(Scheme wanted, Calibration ranges) throws IOException {
    var machine = device().device(DeviceOptions.DEFAULT);
    var before = TfliteFile.read(model());
    var preprocessing = data().preprocessing(before);
    var progress = new ShownProgress(output(), "quantize");
    var calibrationData = DataFlags.open(calibration);
    var evaluationData = DataFlags.open(evaluation());
    try {
      var recipe = new Recipe(wanted, ranges, preprocessing, floatInterface);
      var after = new Quantizer(machine).quantize(before, recipe, calibrationData, progress);
      TfliteFile.write(after, target());
      return new ChangeMeasurement(machine)
          .measure(before, after, evaluationData, calibrationData, preprocessing, progress);
    } finally {
      calibrationData.ifPresent(Dataset::close);
      evaluationData.ifPresent(Dataset::close);
    }
  }

  private ChangeReport there(RemotePlatform platform, Scheme wanted, Calibration ranges)
      throws IOException, InterruptedException {
    var result =
        fetch(
            platform,
            "quantizations",
            work -> {
              var recipe = new LinkedHashMap<String, Object>();
              recipe.put("scheme", wanted.toString());
              recipe.put("floatInterface", floatInterface);
              if (calibration.isPresent()) {
                recipe.put("calibration", asked(ranges, work.dataset(calibration.get())));
              }
              return recipe;
            });
    return RemoteWork.as(result, ChangeReport.class);
  }

  private static Map<String, Object> asked(Calibration ranges, String dataset) {
    return Map.of(
        "dataset",
        dataset,
        "method",
        ranges.method().toString(),
        "samples",
        ranges.samples(),
        "clipped",
        ranges.clipped());
  }

  private void tell(ChangeReport change) throws IOException {
    report(change);
    ChangeTable.print(output(), change);
    output().note("written to " + target());
  }
}
