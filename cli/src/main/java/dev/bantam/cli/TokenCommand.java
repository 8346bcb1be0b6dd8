package dev.bantam.cli;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Role;
import dev.bantam.platform.AdminTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Tokens. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Make tokens.",
    subcommands = TokenCommand.Create.class)
final class TokenCommand extends BantamCommand {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(command.commandLine(), "a command is missing, must be create");
  }

  /** A new token, printed once and kept nowhere. */
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Make a token and print it, once.")
  static final class Create extends BantamCommand {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What may be given out. */
    enum GivenRole {
      admin,
      ci,
      viewer,
      agent
    }

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "What it may do: ${COMPLETION-CANDIDATES}.")
    private GivenRole role = GivenRole.viewer;

    @Option(names = "--name", paramLabel = "TEXT", description = "Whose it is, for people.")
    private String name = "";

    @Option(
        names = "--days",
        paramLabel = "N",
        description = "How long it works; for good, if not given.")
    private @Nullable Integer days;

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Data folder of the platform; ~/.bantam if not given.")
    private Path data = DataFolder.standard();

    @Option(names = "--server", paramLabel = "URL", description = "Ask this server instead.")
    private @Nullable URI server;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "File with an admin's token for the server; else BANTAM_TOKEN.")
    private @Nullable Path tokenFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
      var expires = days == null ? null : Instant.now().plus(Duration.ofDays(days));
      var secret = server == null ? here(expires) : there(server, expires);
      output().line(secret);
      output().result(Map.of("token", secret, "role", role.name()));
      return ExitCodes.DONE;
    }

    private String here(@Nullable Instant expires) {
      return AdminTokens.create(
          data.toAbsolutePath(),
          System.getenv(),
          Role.valueOf(role.name().toUpperCase(Locale.ROOT)),
          name,
          expires);
    }

    private String there(URI address, @Nullable Instant expires)
        throws IOException, InterruptedException {
      var body = new LinkedHashMap<String, String>();
      body.put("role", role.name());
      body.put("name", name);
      if (expires != null) body.put("expiresAt", expires.toString());
      var request =
          HttpRequest.newBuilder(address.resolve("/api/v1/tokens"))
              .header("Authorization", "Bearer " + ownToken())
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      try (var client = HttpClient.newHttpClient()) {
        var answer = client.send(request, BodyHandlers.ofString());
        var json = JSON.readTree(answer.body());
        if (answer.statusCode() == 201) return json.path("token").stringValue();
        throw new BantamException(
            ErrorCode.INVALID_REQUEST,
            "%s: %s".formatted(address, json.path("detail").asString(answer.body())));
      } catch (java.net.ConnectException e) {
        throw new ServerOutOfReachException(address.toString(), e);
      }
    }

    private String ownToken() throws IOException {
      if (tokenFile != null) return Files.readString(tokenFile).strip();
      var named = System.getenv("BANTAM_TOKEN");
      if (named != null) return named;
      throw new BantamException(
          ErrorCode.UNAUTHORIZED,
          "token create: an admin's token is missing, give --token-file or set BANTAM_TOKEN");
    }
  }
}
