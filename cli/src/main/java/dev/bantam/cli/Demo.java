package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The tour over the example of handwritten digits, by REST as a CI pipeline would do it. Each
 * request is the same every time, so a second tour finds the work of the first one done.
 */
final class Demo {
  private static final double SPARSITY = 0.3;
  private static final List<Integer> THREADS = List.of(1, 2);

  private final RemotePlatform platform;
  private final Path example;
  private final Output output;

  /**
   * @param example folder with the SavedModel, the ONNX file and the data
   */
  Demo(RemotePlatform platform, Path example, Output output) {
    this.platform = platform;
    this.example = example;
    this.output = output;
  }

  /**
   * A variant of the model, as the table shows it; accuracy is negative where it is the source's
   * own.
   */
  record Variant(
      String name,
      String id,
      long bytes,
      double accuracy,
      List<Long> medianNanos,
      long peakBytes) {}

  List<Variant> run() throws IOException, InterruptedException {
    output.note("1. Convert a TensorFlow SavedModel and an ONNX file to .tflite");
    var savedModel = converted("digits", example.resolve("digits_saved_model"));
    var onnx = converted("digits-onnx", example.resolve("digits.onnx"));
    var train = platform.upload("datasets", "digits-train", example.resolve("train.npz"));
    var test = platform.upload("datasets", "digits-test", example.resolve("test.npz"));

    output.note("2. Quantize: dynamic range, and int8 with calibration data");
    var evaluation = Map.of("dataset", id(test));
    var dynamic =
        made(
            "quantizations",
            savedModel,
            "digits-dynamic",
            Map.of("scheme", "dynamic", "evaluation", evaluation));
    var calibration = Map.of("dataset", id(train), "method", "minmax", "samples", 200);
    var int8 =
        made(
            "quantizations",
            savedModel,
            "digits-int8",
            Map.of("scheme", "int8", "calibration", calibration, "evaluation", evaluation));

    output.note("3. Prune three weights of ten");
    var pruned =
        made(
            "prunings",
            savedModel,
            "digits-pruned",
            Map.of(
                "sparsity",
                SPARSITY,
                "scope",
                "global",
                "score",
                "adaptive",
                "evaluation",
                evaluation));

    output.note("4. Benchmark each variant on this machine, with one and two threads");
    double before = dynamic.path("result").path("accuracy").path("before").path("value").asDouble();
    var variants = new ArrayList<Variant>();
    variants.add(measured("digits", savedModel, before));
    variants.add(measured("digits-onnx", onnx, before));
    variants.add(measured("digits-dynamic", model(dynamic), after(dynamic)));
    variants.add(measured("digits-int8", model(int8), after(int8)));
    variants.add(measured("digits-pruned", model(pruned), after(pruned)));
    return variants;
  }

  private static double after(JsonNode job) {
    return job.path("result").path("accuracy").path("after").path("value").asDouble();
  }

  private static String id(JsonNode resource) {
    return resource.path("id").asString();
  }

  private static String model(JsonNode job) {
    return job.path("result").path("model").asString();
  }

  private String converted(String name, Path source) throws IOException, InterruptedException {
    var uploaded = platform.upload("models", name + "-source", source);
    var job = platform.post("conversions", Map.of("model", id(uploaded), "name", name));
    return model(platform.await("conversions", job, progress(name)));
  }

  private JsonNode made(String collection, String model, String name, Map<String, Object> recipe)
      throws InterruptedException {
    var job = platform.post(collection, Map.of("model", model, "name", name, "recipe", recipe));
    return platform.await(collection, job, progress(name));
  }

  private Variant measured(String name, String model, double accuracy) throws InterruptedException {
    var medians = new ArrayList<Long>();
    long peak = 0;
    for (int threads : THREADS) {
      Map<String, Object> recipe = Map.of("device", "cpu", "threads", threads, "profile", true);
      var job = platform.post("benchmarks", Map.of("model", model, "recipe", recipe));
      var result =
          platform
              .await("benchmarks", job, progress("%s, %d threads".formatted(name, threads)))
              .path("result");
      medians.add(result.path("medianNanos").asLong());
      peak = Math.max(peak, result.path("peakBytes").asLong());
    }
    return new Variant(
        name,
        model,
        platform.get("models/" + model).path("sizeBytes").asLong(),
        accuracy,
        medians,
        peak);
  }

  private Progress progress(String name) {
    return new ShownProgress(output, name);
  }

  /** The table of the variants. */
  static void print(Output output, List<Variant> variants) {
    output.line(
        "%-16s %10s %10s %13s %13s %10s"
            .formatted(
                "variant", "accuracy %", "bytes", "1 thread, us", "2 threads, us", "peak KiB"));
    for (var variant : variants) {
      output.line(
          String.format(
              Locale.ROOT,
              "%-16s %10.2f %10d %13.1f %13.1f %10.0f",
              variant.name(),
              100 * variant.accuracy(),
              variant.bytes(),
              variant.medianNanos().get(0) / 1e3,
              variant.medianNanos().get(1) / 1e3,
              variant.peakBytes() / 1024.0));
    }
  }
}
