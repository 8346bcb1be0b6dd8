package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server that does the work instead of this process; a mixin. */
public final class ServerFlags {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Have this server do it, as bantam serve starts one.")
  private @Nullable URI server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds a token for the server; else BANTAM_TOKEN.")
  private @Nullable Path tokenFile;

  /**
   * A server, and who asks it.
   *
   * @param address without a path
   */
  record Server(URI address, String token) {}

  /** The server that was named, if one was. */
  public Optional<RemotePlatform> platform() throws IOException {
    return named().map(it -> new RemotePlatform(it.address(), it.token()));
  }

  /** The server that must be named. */
  Server required() throws IOException {
    return named().orElseThrow(() -> wrong("--server: is missing, must name the farm's server"));
  }

  private Optional<Server> named() throws IOException {
    if (server == null) {
      if (tokenFile != null) throw wrong("--token-file: is for a server, which --server must name");
      return Optional.empty();
    }
    boolean isAddress =
        server.getHost() != null
            && server.getScheme() != null
            && server.getScheme().matches("https?")
            && (server.getPath().isEmpty() || server.getPath().equals("/"));
    if (!isAddress) {
      throw wrong(
          "--server %s: must be an address without a path, such as http://localhost:8080"
              .formatted(server));
    }
    return Optional.of(new Server(server, token()));
  }

  private String token() throws IOException {
    if (tokenFile != null) {
      var token = Files.readString(tokenFile).strip();
      if (token.isEmpty()) throw wrong(tokenFile + ": is empty, must hold a token");
      return token;
    }
    var named = System.getenv("BANTAM_TOKEN");
    if (named != null && !named.isBlank()) return named.strip();
    throw wrong("--server: a token is missing, give --token-file or set BANTAM_TOKEN");
  }

  private ParameterException wrong(String text) {
    return new ParameterException(command.commandLine(), text);
  }
}
