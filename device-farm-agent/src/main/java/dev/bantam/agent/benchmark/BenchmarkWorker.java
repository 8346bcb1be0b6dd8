package dev.bantam.agent.benchmark;

import dev.bantam.device.Device;
import dev.bantam.device.Devices;
import dev.bantam.device.host.Confinement;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.measurement.Measurement;
import dev.bantam.progress.Progress;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process that measures. What was compiled from a stranger's model runs confined: no network,
 * no other programs, no changes of files. It is given a {@link Task} as JSON on standard input,
 * writes one line of JSON for each step, and ends with one for the report or the refusal.
 */
public final class BenchmarkWorker {
  private static final JsonMapper JSON = JsonMapper.shared();

  private BenchmarkWorker() {}

  record Task(String model, BenchmarkSettings settings, String version) {}

  /** One line of output; exactly one of the parts is there. */
  record Line(@Nullable Step step, @Nullable Measurement report, @Nullable Refusal refusal) {}

  /**
   * @param log whether it is a line worth keeping, and says nothing of how far the stage is
   */
  record Step(String stage, long done, long total, String message, boolean log) {
    void tell(Progress progress) {
      var at = progress.stage(stage);
      if (log) at.log(message);
      else at.report(done, total, message);
    }
  }

  record Refusal(String code, String message) {}

  public static void main(String[] arguments) throws Exception {
    var out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever else prints must not get between the lines.
    System.setOut(System.err);
    var task = JSON.readValue(System.in.readAllBytes(), Task.class);
    try {
      var devices = Devices.load();
      var settings = task.settings();
      if (devices.device(settings.device(), settings.options()).runsInProcess()) {
        // The compiler's processes have no need of a network either.
        Confinement.withoutNetwork();
      }
      var benchmark = new ModelBenchmark(devices, task.version(), device -> confine(device, out));
      var report = benchmark.run(Path.of(task.model()), settings, new Steps(out, "run"));
      print(out, new Line(null, report, null));
    } catch (BantamException refusal) {
      print(
          out,
          new Line(
              null,
              null,
              new Refusal(refusal.code().name(), String.valueOf(refusal.getMessage()))));
    } catch (OutOfMemoryError exhausted) {
      print(
          out,
          new Line(
              null,
              null,
              new Refusal(
                  ErrorCode.TOO_LARGE.name(),
                  "the model does not fit into the memory of a benchmark: "
                      + exhausted.getMessage())));
    }
  }

  /** A driver or an emulator does need the system while it runs; machine code of ours does not. */
  private static void confine(Device device, PrintStream out) {
    if (device.runsInProcess() && !Confinement.ofKernels()) {
      new Steps(out, "compile")
          .log("kernels run unconfined, this system has no way to confine them");
    }
  }

  private static void print(PrintStream out, Line line) {
    out.println(JSON.writeValueAsString(line));
  }

  private record Steps(PrintStream out, String stage) implements Progress {
    @Override
    public Progress stage(String name) {
      return new Steps(out, name);
    }

    @Override
    public void report(long done, long total, String message) {
      print(out, new Line(new Step(stage, done, total, message, false), null, null));
    }

    @Override
    public void log(String message) {
      print(out, new Line(new Step(stage, 0, 0, message, true), null, null));
    }
  }
}
