package dev.bantam.platform;

import dev.bantam.kit.KitMigrations;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.postgres.EmbeddedPostgres.Connection;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Secret;
import dev.bantam.kit.token.Tokens;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Tokens made by whoever holds the machine: the first admin's, and those of {@code token create}.
 */
public final class AdminTokens {
  private static final String FILE = "admin-token";

  private final Tokens tokens;

  AdminTokens(Connection connection) {
    var database =
        new DriverManagerDataSource(connection.url(), connection.user(), connection.password());
    KitMigrations.migrateShared(database);
    var clock = Clock.systemUTC();
    var random = new SecureRandom();
    tokens = new Tokens(JdbcClient.create(database), new Ids(clock, random), clock, random);
  }

  /**
   * A new token of the platform whose data is in a folder, whether it runs or not.
   *
   * @return its secret, which is told nowhere else
   */
  public static String create(
      Path data,
      Map<String, String> environment,
      Role role,
      String name,
      @Nullable Instant expires) {
    try (var database = Database.reach(data, environment)) {
      return new AdminTokens(database.connection())
          .tokens
          .issue(name, role, expires)
          .secret()
          .text();
    }
  }

  /**
   * Makes the first admin's token, unless there is an admin.
   *
   * @return the file that it is in, which only its owner can read
   */
  Optional<Path> ensure(Path data) {
    if (tokens.hasAdmin()) return Optional.empty();
    var file = new SecretFile(data.resolve(FILE));
    file.write(tokens.issue("first admin", Role.ADMIN, null).secret());
    return Optional.of(file.path());
  }

  /**
   * The token of a part of this very machine, from a file that only its owner can read: the same
   * each time, as long as it works, for an agent's name and the answers to repeated requests belong
   * to a token. Where the file is missing, or was open to others, its token ends and a new one
   * takes its place.
   *
   * @param name of the token; no other token bears it
   */
  Secret kept(Path data, Role role, String name) {
    var file = new SecretFile(data.resolve(name + "-token"));
    var known = file.read().filter(secret -> isHeldBy(secret, role));
    if (known.isPresent()) return known.get();
    tokens.revokeAll(name, role);
    var secret = tokens.issue(name, role, null).secret();
    file.write(secret);
    return secret;
  }

  private boolean isHeldBy(Secret secret, Role role) {
    return tokens.holder(secret).filter(holder -> holder.role() == role).isPresent();
  }
}
