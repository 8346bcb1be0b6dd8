package dev.bantam.agent.benchmark;

import dev.bantam.agent.measure.Plan;
import dev.bantam.agent.measure.Sampler;
import dev.bantam.device.Device;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.digest.Sha256;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.measurement.Measurement;
import dev.bantam.measurement.Measurement.Environment;
import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.measurement.Measurement.ProfileLine;
import dev.bantam.measurement.Measurement.Reading;
import dev.bantam.progress.Progress;
import dev.bantam.run.Model;
import dev.bantam.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Measures a model in this process. A kernel that crashes takes the process with it: see {@link
 * BenchmarkProcess}.
 */
public final class ModelBenchmark {
  private static final long SEED = 20190601;
  private static final int PROFILED_RUNS = 20;

  private final Devices devices;
  private final String version;
  private final Consumer<Device> beforeRuns;

  /**
   * @param version of the runtime, for the report
   */
  public ModelBenchmark(Devices devices, String version) {
    this(devices, version, device -> {});
  }

  /**
   * @param beforeRuns done once everything is compiled and loaded, before any of it runs
   */
  ModelBenchmark(Devices devices, String version, Consumer<Device> beforeRuns) {
    this.devices = devices;
    this.version = version;
    this.beforeRuns = beforeRuns;
  }

  /** Compiles, checks the answers, measures, and takes a profile, in this order. */
  public Measurement run(Path file, BenchmarkSettings settings, Progress progress)
      throws IOException {
    var device = devices.device(settings.device(), settings.options());
    try (var model = Model.open(file)) {
      var compile = progress.stage("compile");
      compile.report(0, 1, settings.device());
      long begin = System.nanoTime();
      try (var session = model.session(device)) {
        session.prepare();
        long compiled = System.nanoTime() - begin;
        compile.report(1, 1, settings.device());
        return measure(file, settings, progress, model, session, device, compiled);
      }
    }
  }

  /** What was measured; a figure of a stand-in must not pass for one of a device. */
  private static String processor(Device device) {
    var name = device.processor().orElseGet(Host::processor);
    return device.isStandIn() ? name + " (a stand-in)" : name;
  }

  private Measurement measure(
      Path file,
      BenchmarkSettings settings,
      Progress progress,
      Model model,
      Session session,
      Device device,
      long compiled)
      throws IOException {
    try (var profiled = model.session(profiling(settings))) {
      if (settings.profile()) profiled.prepare();
      beforeRuns.accept(device);
      fill(session);
      var check = check(model, session, progress);
      var before = Host.reading();
      if (!device.hasTime()) {
        return counted(file, session, settings, processor(device), compiled, before, check);
      }
      session.reset();
      progress.stage("measure").report(0, 1, "");
      var result =
          new Sampler(plan(settings), System::nanoTime).of(List.of(session::run)).getFirst();
      progress.stage("measure").report(1, 1, "");
      var profile = settings.profile() ? profile(profiled, progress) : List.<ProfileLine>of();
      var environment =
          new Environment(
              version,
              digest(file),
              null,
              processor(device),
              Host.system(),
              settings.device(),
              settings.threads(),
              result.warmUpRuns(),
              result.stable(),
              result.runsPerSample(),
              before,
              Host.reading());
      return report(session, result, compiled, profile, environment, check);
    }
  }

  private Device profiling(BenchmarkSettings settings) {
    return devices.device(settings.device(), settings.options().withProfile(true));
  }

  private static Plan plan(BenchmarkSettings settings) {
    var runs = settings.runs();
    return runs == null
        ? Plan.STANDARD
        : Plan.STANDARD.withSamples(runs, Math.max(runs, Plan.STANDARD.mostSamples()));
  }

  private static void fill(Session session) {
    for (int i = 0; i < session.inputs().size(); i++) {
      var input = session.input(i);
      RandomInput.fill(input.type(), input.bytes(), SEED + i);
    }
  }

  private OutputCheck check(Model model, Session session, Progress progress) {
    progress.stage("check").report(0, 1, "interpreter");
    try (var reference = model.session(devices.device("interp", DeviceOptions.DEFAULT))) {
      fill(reference);
      reference.run();
      session.run();
      var check = AnswerCheck.compare(session, reference);
      progress.stage("check").report(1, 1, check.status());
      if (!check.passed()) {
        throw new BantamException(
            ErrorCode.INTERNAL,
            "%d of %d output elements differ from the interpreter's: the device computes this model wrong"
                .formatted(check.differing(), check.elements()));
      }
      return check;
    }
  }

  /** An emulator's time says nothing; what it executed does. */
  private Measurement counted(
      Path file,
      Session session,
      BenchmarkSettings settings,
      String processor,
      long compiled,
      Reading before,
      OutputCheck check)
      throws IOException {
    var count = session.instructions();
    if (count.isEmpty()) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "device %s: %s does not count instructions, must be QEMU 6.0 to 8.1"
              .formatted(settings.device(), processor));
    }
    var environment =
        new Environment(
            version,
            digest(file),
            null,
            processor,
            Host.system(),
            settings.device(),
            1,
            0,
            true,
            1,
            before,
            Host.reading());
    var footprint = session.footprint();
    return Measurement.counted(
        count.getAsLong(),
        footprint.constants() + footprint.arena() + footprint.variables() + footprint.code(),
        compiled,
        footprint.constants() + footprint.code(),
        environment,
        check);
  }

  private static List<ProfileLine> profile(Session session, Progress progress) {
    progress.stage("profile").report(0, 1, "");
    fill(session);
    for (int i = 0; i < PROFILED_RUNS; i++) session.run();
    return session.profile().operators().stream()
        .filter(timing -> timing.runs() > 0)
        .map(
            timing ->
                new ProfileLine(
                    timing.operator().operator(),
                    timing.operator().name(),
                    timing.nanoseconds() / timing.runs()))
        .toList();
  }

  private static Measurement report(
      Session session,
      Sampler.Result result,
      long compiled,
      List<ProfileLine> profile,
      Environment environment,
      OutputCheck check) {
    var samples = result.samples();
    var footprint = session.footprint();
    var interval = samples.medianInterval();
    return new Measurement(
        LongStream.range(0, samples.count())
            .mapToObj(i -> Math.round(samples.values()[(int) i]))
            .toList(),
        Math.round(samples.median()),
        List.of(Math.round(interval.low()), Math.round(interval.high())),
        Math.round(samples.quantile(0.5)),
        Math.round(samples.quantile(0.9)),
        Math.round(samples.quantile(0.99)),
        footprint.constants() + footprint.arena() + footprint.variables() + footprint.code(),
        compiled,
        footprint.constants() + footprint.code(),
        profile,
        environment,
        check);
  }

  private static String digest(Path file) throws IOException {
    return "sha256:" + HexFormat.of().formatHex(Sha256.of(file));
  }
}
