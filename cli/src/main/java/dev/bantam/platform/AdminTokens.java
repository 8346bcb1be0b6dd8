package dev.bantam.platform;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.KitMigrations;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.postgres.EmbeddedPostgres.Connection;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    var file = data.resolve(FILE);
    var secret = tokens.issue("first admin", Role.ADMIN, null).secret();
    try {
      Files.deleteIfExists(file);
      try (var channel =
          Files.newByteChannel(
              file,
              Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        channel.write(
            java.nio.ByteBuffer.wrap(
                (secret.text() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
      }
      return Optional.of(file);
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s: cannot be written (%s), must be a file that this process may make"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
