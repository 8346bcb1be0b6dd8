package dev.bantam.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.bantam.agent.benchmark.BenchmarkSettings;
import dev.bantam.agent.benchmark.ModelBenchmark;
import dev.bantam.agent.benchmark.PeerComparison;
import dev.bantam.agent.measure.Plan;
import dev.bantam.agent.measure.ProcessMemory;
import dev.bantam.agent.peer.LiteRtLibrary;
import dev.bantam.agent.peer.LiteRtPeer;
import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.device.Devices;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.measurement.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Measures how long models take, alone or in alternation with another runtime. */
@Command(
    name = "benchmark",
    mixinStandardHelpOptions = true,
    description = "Measure the latency of models, and compare it with another runtime's.")
final class BenchmarkCommand extends BantamCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "MODEL",
      description = "A .tflite file; with --server, the id or the digest of a model there.")
  private List<Path> models = new ArrayList<>();

  @Option(names = "--suite", paramLabel = "DIR", description = "All models of a folder.")
  private @Nullable Path suite;

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N,M",
      defaultValue = "1",
      description = "Measure with so many threads (default: 1).")
  private List<Integer> threads = List.of(1);

  @Option(names = "--profile", description = "Show the time of each operator.")
  private boolean profile;

  @Option(names = "--peer", paramLabel = "PEER", description = "Compare with litert.")
  private @Nullable String peer;

  @Option(
      names = "--peer-library",
      paramLabel = "FILE",
      description =
          "The peer's library; without it the one of the installed Python package is taken.")
  private @Nullable Path peerLibrary;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "Take samples for so long (default: 3).")
  private int seconds = 3;

  @Mixin private DeviceFlags device = new DeviceFlags();
  @Mixin private ServerFlags server = new ServerFlags();

  /**
   * One model with one number of threads, as programs read it; times in nanoseconds.
   *
   * @param time null of an emulated device, which has none
   * @param instructions of one run on an emulated device; null where time was measured
   * @param bytes that the model takes on the device; null beside a peer
   */
  record Line(
      String model,
      int threads,
      @JsonUnwrapped @Nullable Time time,
      @Nullable Long instructions,
      @Nullable Long bytes,
      long compileNanos,
      String check,
      @Nullable Compared peer,
      List<Measurement.ProfileLine> profile) {}

  /** How long one run takes. */
  record Time(double medianNanos, List<Double> interval, double p90Nanos, double p99Nanos) {}

  /** The other runtime; the ratio is above 1 if we are faster. */
  record Compared(String description, double medianNanos, double ratio, List<Double> interval) {}

  /**
   * All lines; the geometric mean of the ratios where there are any.
   *
   * @param standIn whether the times are those of something that stands in for the device
   */
  record Summary(
      boolean standIn,
      List<Line> lines,
      @Nullable Double meanRatio,
      @Nullable Long processPeakBytes) {}

  @Override
  public Integer call() throws Exception {
    check();
    var platform = server.platform();
    var summary = platform.isEmpty() ? here() : there(platform.get());
    output().result(summary);
    if (summary.meanRatio != null)
      output().line(text("geometric mean of the ratios: %.2f", summary.meanRatio));
    return ExitCodes.DONE;
  }

  /** What is wrong with the flags is said before anything is measured. */
  private void check() {
    Flags.require(
        spec(),
        !models.isEmpty() || suite != null,
        "MODEL: is missing, must be a .tflite file, or a folder of them by --suite");
    for (int count : threads) Flags.requireAtLeast(spec(), "--threads", 1, count);
    Flags.requireAtLeast(spec(), "--seconds", 1, seconds);
    Flags.require(
        spec(),
        peer == null || peer.equals("litert"),
        "--peer %s: is not known, must be litert".formatted(String.valueOf(peer)));
  }

  private Summary here() throws IOException {
    var lines = new ArrayList<Line>();
    var measured = device.device();
    if (measured.isStandIn()) {
      output()
          .line(
              text(
                  "device %s is a stand-in: %s; its times are not those of a device",
                  measured.name(), measured.processor().orElse("this machine")));
    }
    for (var model : models()) {
      for (int count : threads) {
        lines.add(peer == null ? alone(model, count) : compared(model, count));
        show(lines.getLast());
      }
    }
    var peak = ProcessMemory.peakBytes();
    return new Summary(
        measured.isStandIn(), lines, meanRatio(lines), peak.isPresent() ? peak.getAsLong() : null);
  }

  /** A benchmark that a farm has yet to do, or does. */
  private record Begun(Path model, int threads, JsonNode job) {}

  /** All are asked for before the first is waited for, so that several devices share them. */
  private Summary there(RemotePlatform platform) throws IOException, InterruptedException {
    if (peer != null) {
      throw new ParameterException(
          spec().commandLine(),
          "--peer: is measured in this process, in alternation; leave out --server");
    }
    boolean standsIn = standsIn(platform);
    if (standsIn) {
      output()
          .line(
              "device %s is a stand-in; its times are not those of a device"
                  .formatted(device.name()));
    }
    try (var work = new RemoteWork(platform, output())) {
      var begun = new ArrayList<Begun>();
      for (var model : models()) {
        var id = work.model(model);
        for (int count : threads) {
          var recipe = Map.of("device", device.name(), "threads", count, "profile", profile);
          var job = work.begin("benchmarks", Map.of("model", id, "recipe", recipe));
          begun.add(new Begun(model, count, job));
        }
      }
      var lines = new ArrayList<Line>();
      for (var one : begun) {
        var measurement = RemoteWork.as(work.result(one.job(), "benchmark"), Measurement.class);
        lines.add(line(one.model(), one.threads(), measurement));
        show(lines.getLast());
      }
      return new Summary(standsIn, lines, null, null);
    }
  }

  /** Whether any device that the farm may choose stands in for another. */
  private boolean standsIn(RemotePlatform platform) {
    return platform
        .get("devices?limit=500")
        .path("items")
        .valueStream()
        .filter(this::isMeant)
        .anyMatch(it -> it.path("standIn").asBoolean());
  }

  private boolean isMeant(JsonNode candidate) {
    var name = candidate.path("name").asString("");
    return List.of(candidate.path("id").asString(""), candidate.path("kind").asString(""), name)
            .contains(device.name())
        || name.endsWith("/" + device.name());
  }

  private List<Path> models() throws IOException {
    var all = new ArrayList<>(models);
    if (suite != null) {
      try (var files = Files.list(suite)) {
        files.filter(file -> file.toString().endsWith(".tflite")).sorted().forEach(all::add);
      }
    }
    if (all.isEmpty()) {
      throw new BantamException(
          ErrorCode.NOT_FOUND,
          "%s: holds no .tflite file, must hold the models to measure"
              .formatted(String.valueOf(suite)));
    }
    return all;
  }

  private Line alone(Path model, int count) throws IOException {
    var settings = new BenchmarkSettings(device.name(), count, null, profile);
    var measurement =
        new ModelBenchmark(Devices.load(), Version.text())
            .run(model, settings, new ShownProgress(output(), "benchmark"));
    return line(model, count, measurement);
  }

  private static Line line(Path model, int count, Measurement measurement) {
    return new Line(
        model.toString(),
        count,
        time(measurement),
        measurement.instructions(),
        measurement.peakBytes(),
        measurement.compileNanos(),
        measurement.outputCheck().status(),
        null,
        measurement.profile());
  }

  private static @Nullable Time time(Measurement report) {
    var median = report.medianNanos();
    var p90 = report.p90Nanos();
    var p99 = report.p99Nanos();
    if (median == null || p90 == null || p99 == null) return null;
    return new Time(median, report.interval().stream().map(Long::doubleValue).toList(), p90, p99);
  }

  private Line compared(Path model, int count) throws IOException {
    var library = peerLibrary == null ? LiteRtLibrary.installed() : peerLibrary;
    var plan = Plan.STANDARD.withTime(Duration.ofSeconds(seconds));
    var settings = new BenchmarkSettings(device.name(), count, null, false);
    var result =
        new PeerComparison(Devices.load(), plan)
            .run(
                model, settings, (file, n) -> new LiteRtPeer(library, file, n, output().verbose()));
    var ours = result.ours();
    var interval = ours.medianInterval();
    var ratio = result.ratio();
    return new Line(
        model.toString(),
        count,
        new Time(
            ours.median(),
            List.of(interval.low(), interval.high()),
            ours.quantile(0.9),
            ours.quantile(0.99)),
        null,
        null,
        result.compileNanos(),
        result.check().status(),
        new Compared(
            result.peer(),
            result.theirs().median(),
            ratio.value(),
            List.of(ratio.interval().low(), ratio.interval().high())),
        List.of());
  }

  private static @Nullable Double meanRatio(List<Line> lines) {
    double sum = 0;
    int count = 0;
    for (var line : lines) {
      if (line.peer == null) continue;
      sum += Math.log(line.peer.ratio);
      count++;
    }
    return count == 0 ? null : Math.exp(sum / count);
  }

  private void show(Line line) {
    var time = line.time;
    if (time == null) {
      output()
          .line(
              text(
                  "%s: %d instructions, takes %d bytes, answers %s",
                  line.model, line.instructions, line.bytes, line.check));
      return;
    }
    output()
        .line(
            text(
                "%s, %s: median %.3f ms [%.3f, %.3f], p90 %.3f, p99 %.3f, compiled in %.0f ms, answers %s",
                line.model,
                Output.count(line.threads, "thread"),
                time.medianNanos / 1e6,
                time.interval.get(0) / 1e6,
                time.interval.get(1) / 1e6,
                time.p90Nanos / 1e6,
                time.p99Nanos / 1e6,
                line.compileNanos / 1e6,
                line.check));
    if (line.peer != null) {
      output()
          .line(
              text(
                  "  %s: median %.3f ms; ratio %.2f [%.2f, %.2f]",
                  line.peer.description,
                  line.peer.medianNanos / 1e6,
                  line.peer.ratio,
                  line.peer.interval.get(0),
                  line.peer.interval.get(1)));
    }
    for (var operator : line.profile) {
      output()
          .line(
              text(
                  "  %5d %-28s %10.1f us",
                  operator.index(), operator.operator(), operator.nanos() / 1e3));
    }
  }

  private static String text(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
