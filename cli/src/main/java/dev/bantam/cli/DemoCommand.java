package dev.bantam.cli;

import dev.bantam.cli.Demo.Basis;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.platform.PlatformOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The tour. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "The tour: convert, quantize, prune and benchmark an example, and leave the dashboard running.")
final class DemoCommand extends BantamCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything that is kept; ~/.bantam if not given.")
  private Path data = DataFolder.standard();

  @Option(names = "--port", paramLabel = "N", description = "To listen on; ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--exit",
      description = "End after the tour, and do not leave the dashboard running.")
  private boolean exit;

  @Option(names = "--again", description = "Measure anew what an earlier tour has measured.")
  private boolean again;

  /** What the tour came to, as programs read it. */
  record Summary(String dashboard, List<Demo.Variant> variants, @Nullable Instant measuredBefore) {}

  @Override
  public Integer call() throws Exception {
    Flags.requirePort(spec(), port);
    var options = new PlatformOptions(data.toAbsolutePath(), "127.0.0.1", port);
    output().note("Starting the platform ...");
    var demo = RunningDemo.start(options, System.getenv(), this::tellOfAgent);
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo, stopped), "stop"));
    output().note("The dashboard is at %s%s".formatted(demo.address(), sinceTheStart()));
    var tour = new Demo(demo.client(), example(), output(), basis(), demo.start());
    var outcome = demo.during(tour::run);
    Demo.print(output(), outcome);
    var dashboard = demo.address() + "/models/digits";
    output().result(new Summary(dashboard, outcome.variants(), outcome.measuredBefore()));
    output().line("");
    output().line("The dashboard: " + dashboard);
    if (exit) return ExitCodes.DONE;
    output().note("Press Ctrl-C to stop.");
    stopped.await();
    return ExitCodes.INTERRUPTED;
  }

  /** How long whoever typed the command has waited. */
  private static String sinceTheStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()).toMillis() / 1000.0)
        .map(seconds -> String.format(Locale.ROOT, ", up after %.1f s", seconds))
        .orElse("");
  }

  private Basis basis() {
    var version = Version.text();
    return new Basis(version, again ? UUID.randomUUID().toString() : version);
  }

  private void tellOfAgent(String line) {
    if (output().verbose()) output().note("agent: " + line);
  }

  private static void stop(RunningDemo demo, CountDownLatch stopped) {
    demo.close();
    stopped.countDown();
  }

  /** The example beside the launcher, or below the folder that the command was started in. */
  private static Path example() throws IOException {
    var home =
        Optional.ofNullable(System.getProperty("bantam.home")).map(Path::of).orElse(Path.of(""));
    var folder = home.resolve("examples/digits");
    if (!Files.isDirectory(folder)) {
      throw new BantamException(
          ErrorCode.NOT_FOUND,
          "%s: the example is not there, start from the folder of the launcher"
              .formatted(folder.toAbsolutePath()));
    }
    return folder;
  }
}
