package dev.bantam.cli;

import dev.bantam.platform.Platform;
import dev.bantam.platform.PlatformOptions;
import dev.bantam.platform.SinglePart;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The platform in one process, until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the whole platform, or one part of it.")
final class ServeCommand extends BantamCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for everything that is kept; ~/.bantam if not given.")
  private Path data = DataFolder.standard();

  @Option(names = "--port", paramLabel = "N", description = "To listen on; ${DEFAULT-VALUE}.")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "To listen on; ${DEFAULT-VALUE}, which only this machine can reach.")
  private String host = "127.0.0.1";

  @Option(
      names = "--only",
      paramLabel = "SERVICE",
      description = "Run one service, or the gateway, with what BANTAM_DB_URL and others name.")
  private @Nullable String only;

  @Override
  public Integer call() throws InterruptedException {
    Flags.requirePort(spec(), port);
    var options = new PlatformOptions(data.toAbsolutePath(), host, port);
    if (only != null) {
      Flags.require(
          spec(),
          SinglePart.names().contains(only),
          "--only %s: is not known, must be one of %s"
              .formatted(only, String.join(", ", SinglePart.names())));
      return run(SinglePart.start(only, options, System.getenv()));
    }
    var platform =
        Platform.start(
            options, System.getenv(), part -> output().note("Starting " + part + " ..."));
    tell(platform);
    return run(platform);
  }

  private void tell(Platform platform) {
    output().line("Bantam is at " + platform.address());
    platform.newAdminToken().ifPresent(file -> output().line("The admin's token is in " + file));
    var result = new LinkedHashMap<String, String>();
    result.put("address", platform.address().toString());
    Optional<Path> token = platform.newAdminToken();
    token.ifPresent(file -> result.put("adminTokenFile", file.toString()));
    output().result(result);
  }

  /** Until the process is asked to end, which it then does in good order. */
  private static int run(AutoCloseable part) throws InterruptedException {
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    part.close();
                  } catch (Exception e) {
                    System.err.println("bantam: did not stop in good order: " + e.getMessage());
                  }
                  ended.countDown();
                },
                "stop"));
    ended.await();
    return ExitCodes.DONE;
  }
}
