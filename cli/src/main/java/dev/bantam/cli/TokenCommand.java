package dev.bantam.cli;

import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.kit.token.Role;
import dev.bantam.platform.AdminTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Mixin private ServerFlags server = new ServerFlags();

    @Override
    public Integer call() throws IOException {
      if (days != null) Flags.requireAtLeast(spec(), "--days", 1, days);
      var expires = days == null ? null : Instant.now().plus(Duration.ofDays(days));
      var platform = server.platform();
      var secret = platform.isEmpty() ? here(expires) : there(platform.get(), expires);
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

    private String there(RemotePlatform platform, @Nullable Instant expires) {
      var body = new LinkedHashMap<String, String>();
      body.put("role", role.name());
      body.put("name", name);
      if (expires != null) body.put("expiresAt", expires.toString());
      var made = platform.post("tokens", body, UUID.randomUUID().toString());
      return made.path("token").stringValue();
    }
  }
}
