package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Quantizes a model after training. */
@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description =
        "Quantize a float model, and say what became of its accuracy, its size and its tensors.")
final class QuantizeCommand extends BantamCommand {
  @Parameters(
      paramLabel = "MODEL",
      description = "A float .tflite file; with --server, the id or the digest of a model there.")
  private Path model = Path.of("");

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "Where the quantized model goes.")
  private Path target = Path.of("");

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

  @Option(
      names = "--eval",
      paramLabel = "DATA",
      description = "Labelled samples to measure the accuracy with.")
  private Optional<Path> evaluation = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the whole report goes, as JSON.")
  private @Nullable Path report;

  @Mixin private DataFlags flags = new DataFlags();
  @Mixin private DeviceFlags device = new DeviceFlags();
  @Mixin private ServerFlags server = new ServerFlags();

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
    var platform = server.platform();
    tell(platform.isEmpty() ? here(wanted, ranges) : there(platform.get(), wanted, ranges));
    return ExitCodes.DONE;
  }

  private ChangeReport here(Scheme wanted, Calibration ranges) throws IOException {
    var machine = device.device(DeviceOptions.DEFAULT);
    var before = TfliteFile.read(model);
    var preprocessing = flags.preprocessing(before);
    var progress = new ShownProgress(output(), "quantize");
    var calibrationData = DataFlags.open(calibration);
    var evaluationData = DataFlags.open(evaluation);
    try {
      var recipe = new Recipe(wanted, ranges, preprocessing, floatInterface);
      var after = new Quantizer(machine).quantize(before, recipe, calibrationData, progress);
      TfliteFile.write(after, target);
      return new ChangeMeasurement(machine)
          .measure(before, after, evaluationData, calibrationData, preprocessing, progress);
    } finally {
      calibrationData.ifPresent(data -> data.close());
      evaluationData.ifPresent(data -> data.close());
    }
  }

  private ChangeReport there(RemotePlatform platform, Scheme wanted, Calibration ranges)
      throws IOException, InterruptedException {
    device.requireNoneFor(platform.server().toString());
    try (var work = new RemoteWork(platform, output())) {
      var recipe = new LinkedHashMap<String, Object>();
      recipe.put("scheme", wanted.toString());
      if (calibration.isPresent()) {
        recipe.put(
            "calibration",
            Map.of(
                "dataset",
                work.dataset(calibration.get()),
                "method",
                ranges.method().toString(),
                "samples",
                ranges.samples(),
                "clipped",
                ranges.clipped()));
      }
      if (evaluation.isPresent()) {
        recipe.put("evaluation", Map.of("dataset", work.dataset(evaluation.get())));
      }
      flags.asked().ifPresent(asked -> recipe.put("preprocessing", asked.toString()));
      recipe.put("floatInterface", floatInterface);
      var request =
          Map.of("model", work.model(model), "name", RemoteWork.stem(target), "recipe", recipe);
      var result = work.result(work.begin("quantizations", request), "quantize");
      work.fetch(result.path("model").asString(), target);
      return RemoteWork.as(result, ChangeReport.class);
    }
  }

  private void tell(ChangeReport change) throws IOException {
    if (report != null) Files.writeString(report, Output.toJson(change));
    output().result(change);
    ChangeTable.print(output(), change);
    output().note("written to " + target);
  }
}
