package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The tour over the example of handwritten digits, by REST as a CI pipeline would do it. What an
 * earlier tour has done is not done again: the same request under the same key is the same job.
 */
final class Demo {
  private static final double SPARSITY = 0.3;
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final RemotePlatform platform;
  private final Path example;
  private final Output output;
  private final Basis basis;
  private final Instant start;
  private final List<Instant> earlier = new ArrayList<>();

  /**
   * What results depend on beside their request. A change of it has them made anew.
   *
   * @param version of Bantam
   * @param measurement what tells apart tours that must not share measurements
   */
  record Basis(String version, String measurement) {}

  /**
   * @param example folder with the SavedModel, the ONNX file and the data
   * @param start when the agent of this tour began; what was done before is an earlier tour's
   */
  Demo(RemotePlatform platform, Path example, Output output, Basis basis, Instant start) {
    this.platform = platform;
    this.example = example;
    this.output = output;
    this.basis = basis;
    this.start = start;
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

  /**
   * What the tour came to.
   *
   * @param measuredBefore when the last measurement of an earlier tour that stands here was taken;
   *     null where all are new
   */
  record Outcome(List<Variant> variants, @Nullable Instant measuredBefore) {}

  Outcome run() throws IOException, InterruptedException {
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
    var device = device();
    double before = dynamic.path("result").path("accuracy").path("before").path("value").asDouble();
    var variants = new ArrayList<Variant>();
    variants.add(measured("digits", savedModel, before, device));
    variants.add(measured("digits-onnx", onnx, before, device));
    variants.add(measured("digits-dynamic", model(dynamic), after(dynamic), device));
    variants.add(measured("digits-int8", model(int8), after(int8), device));
    variants.add(measured("digits-pruned", model(pruned), after(pruned), device));
    return new Outcome(variants, earlier.stream().max(Comparator.naturalOrder()).orElse(null));
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
    Map<String, Object> request = Map.of("model", id(uploaded), "name", name);
    return model(done("conversions", request, basis.version(), name));
  }

  private JsonNode made(String collection, String model, String name, Map<String, Object> recipe)
      throws InterruptedException {
    Map<String, Object> request = Map.of("model", model, "name", name, "recipe", recipe);
    return done(collection, request, basis.version(), name);
  }

  /** The job of a request, which has succeeded: just now, or in an earlier tour. */
  private JsonNode done(String collection, Map<String, Object> request, String given, String name)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      var job = platform.post(collection, request, given + " " + attempt);
      var now = platform.get(collection + "/" + id(job));
      // What failed in an earlier tour may succeed in this one.
      if (isOfAnEarlierTour(now) && !now.path("state").asString().equals("succeeded")) continue;
      return platform.await(collection, now, progress(name));
    }
  }

  private boolean isOfAnEarlierTour(JsonNode job) {
    return finished(job).filter(start::isAfter).isPresent();
  }

  private static Optional<Instant> finished(JsonNode job) {
    return Optional.ofNullable(job.path("finishedAt").asString(null)).map(Instant::parse);
  }

  /** This machine's processor, once its agent has announced it among what else is there. */
  private JsonNode device() throws InterruptedException {
    while (true) {
      for (var device : platform.get("devices").path("items")) {
        var agent = device.path("agent");
        boolean here =
            agent.path("name").asString().equals(RunningDemo.AGENT)
                && device.path("kind").asString().equals("cpu");
        boolean now = Instant.parse(agent.path("heardAt").asString()).isAfter(start);
        if (here && now) return usable(device);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static JsonNode usable(JsonNode device) {
    if (!device.path("state").asString().equals("quarantined")) return device;
    throw new BantamException(
        ErrorCode.UNAVAILABLE,
        "device %s: is taken out because it %s, put it back with POST /api/v1/devices/%s/release"
            .formatted(
                device.path("name").asString(),
                device.path("health").path("reason").asString(),
                id(device)));
  }

  private Variant measured(String name, String model, double accuracy, JsonNode device)
      throws InterruptedException {
    var given = basis.measurement() + " " + device.path("capabilities");
    var medians = new ArrayList<Long>();
    long peak = 0;
    for (int threads : THREADS) {
      Map<String, Object> recipe =
          Map.of("device", id(device), "threads", threads, "profile", true);
      Map<String, Object> request = Map.of("model", model, "recipe", recipe);
      var job =
          done(
              "benchmarks",
              request,
              given,
              "%s, %s".formatted(name, Output.count(threads, "thread")));
      if (isOfAnEarlierTour(job)) finished(job).ifPresent(earlier::add);
      medians.add(job.path("result").path("medianNanos").asLong());
      peak = Math.max(peak, job.path("result").path("peakBytes").asLong());
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
  static void print(Output output, Outcome outcome) {
    output.line(
        "%-16s %10s %10s %13s %13s %10s"
            .formatted(
                "variant", "accuracy %", "bytes", "1 thread, us", "2 threads, us", "peak KiB"));
    for (var variant : outcome.variants()) {
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
    var before = outcome.measuredBefore();
    if (before == null) return;
    output.line(
        "Measured earlier, until %s; nothing that the figures depend on has changed since. --again measures anew."
            .formatted(LOCAL_TIME.format(before)));
  }
}
