package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Role;
import dev.bantam.platform.AdminTokens;
import dev.bantam.platform.Platform;
import dev.bantam.platform.PlatformOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
  private static final Duration TOKEN_LIFE = Duration.ofDays(1);

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

  /** What the tour came to, as programs read it. */
  record Summary(String dashboard, List<Demo.Variant> variants) {}

  @Override
  public Integer call() throws Exception {
    var folder = data.toAbsolutePath();
    var options = new PlatformOptions(folder, "127.0.0.1", port);
    output().note("Starting the platform ...");
    var platform = Platform.start(options, System.getenv(), part -> {});
    var stopped = new CountDownLatch(1);
    var agent = new Thread[1];
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(platform, agent[0], stopped), "stop"));
    output().note("The dashboard is at " + platform.address());
    agent[0] = startAgent(platform, folder);
    var demo =
        new Demo(
            new RemotePlatform(platform.address(), token(folder, Role.ADMIN)), example(), output());
    var variants = demo.run();
    Demo.print(output(), variants);
    var dashboard = platform.address() + "/models/digits";
    output().result(new Summary(dashboard, variants));
    output().line("");
    output().line("The dashboard: " + dashboard);
    if (exit) return ExitCodes.DONE;
    output().note("Press Ctrl-C to stop.");
    stopped.await();
    return ExitCodes.INTERRUPTED;
  }

  private static void stop(Platform platform, @Nullable Thread agent, CountDownLatch stopped) {
    if (agent != null) agent.interrupt();
    platform.close();
    stopped.countDown();
  }

  private Thread startAgent(Platform platform, Path folder) {
    var agent =
        AgentCommand.agent(
            platform.address(), token(folder, Role.AGENT), "this-machine", line -> {});
    return Thread.ofVirtual()
        .name("agent")
        .start(
            () -> {
              try {
                agent.run();
              } catch (BantamException e) {
                output().note("agent: " + e.getMessage());
              }
            });
  }

  private static String token(Path folder, Role role) {
    return AdminTokens.create(
        folder, System.getenv(), role, "demo", Instant.now().plus(TOKEN_LIFE));
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
