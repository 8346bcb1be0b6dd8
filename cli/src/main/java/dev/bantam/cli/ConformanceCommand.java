package dev.bantam.cli;

import dev.bantam.cli.conformance.CaseFilter;
import dev.bantam.cli.conformance.CaseWorkers;
import dev.bantam.cli.conformance.EarlierReport;
import dev.bantam.cli.conformance.Report;
import dev.bantam.conformance.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs conformance cases, each in a process that it cannot take others with. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = "Run conformance cases: models with inputs and the outputs they must give.")
final class ConformanceCommand extends BantamCommand {
  @Parameters(paramLabel = "DIR", description = "Where the cases lie, at any depth.")
  private Path folder = Path.of("");

  @Mixin private DeviceFlags device = new DeviceFlags();

  @Option(
      names = "--filter",
      paramLabel = "GLOB",
      description = "Only cases whose path below DIR fits, such as 'CONV_2D/*'.")
  private @Nullable String filter;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a JSON report.")
  private @Nullable Path report;

  @Option(
      names = "--same-as",
      paramLabel = "FILE",
      description =
          "Fail cases whose integers are not, bit for bit, those in this report of another device.")
  private @Nullable Path earlier;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Processes that run cases at the same time (default: one for each two cores).")
  private int workers = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "What one case may take (default: ${DEFAULT-VALUE}).")
  private int timeout = 180;

  @Override
  public Integer call() throws Exception {
    Flags.requireAtLeast(spec(), "--workers", 1, workers);
    Flags.requireAtLeast(spec(), "--timeout", 1, timeout);
    // An unknown device is a mistake to report once, not for each case.
    device.device();
    var matching = Optional.ofNullable(filter).map(CaseFilter::new);
    var cases =
        Cases.below(folder).stream()
            .filter(file -> matching.isEmpty() || matching.get().accepts(Cases.name(folder, file)))
            .toList();
    var same = earlier == null ? null : EarlierReport.read(earlier);
    var result = new Report();
    var time = Duration.ofSeconds(timeout);
    try (var pool = new CaseWorkers(device.name(), Math.min(workers, cases.size()), time)) {
      pool.run(
          cases,
          (file, outcome) -> {
            var name = Cases.name(folder, file);
            var judged = same == null ? outcome : same.compare(name, outcome);
            result.add(name, judged).ifPresent(output()::line);
            output().progress("case", result.count(), cases.size());
          });
    }
    if (report != null) Files.writeString(report, Output.toJson(result.entries()) + "\n");
    output().result(result.summary());
    if (same != null) output().line(same.line());
    output().line(result.lastLine());
    return result.isGood() ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
