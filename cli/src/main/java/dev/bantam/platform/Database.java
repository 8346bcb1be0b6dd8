package dev.bantam.platform;

import dev.bantam.kit.postgres.EmbeddedPostgres;
import dev.bantam.kit.postgres.EmbeddedPostgres.Connection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The platform's database: the one that the surroundings name in {@code BANTAM_DB_URL}, or a
 * PostgreSQL of its own below the data folder.
 */
final class Database implements AutoCloseable {
  private final Connection connection;
  private final @Nullable EmbeddedPostgres own;

  private Database(Connection connection, @Nullable EmbeddedPostgres own) {
    this.connection = connection;
    this.own = own;
  }

  /** Starts the own one, unless another is named. */
  static Database start(Path data, Map<String, String> environment) {
    return named(environment)
        .map(connection -> new Database(connection, null))
        .orElseGet(
            () -> {
              var own = EmbeddedPostgres.start(folder(data));
              return new Database(own.connection(), own);
            });
  }

  /** The same, but one that runs already, of another process, is used and left running. */
  static Database reach(Path data, Map<String, String> environment) {
    return EmbeddedPostgres.running(folder(data))
        .filter(connection -> named(environment).isEmpty())
        .map(connection -> new Database(connection, null))
        .orElseGet(() -> start(data, environment));
  }

  private static Path folder(Path data) {
    return data.resolve("postgresql");
  }

  private static Optional<Connection> named(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("BANTAM_DB_URL"))
        .map(
            url ->
                new Connection(
                    url,
                    environment.getOrDefault("BANTAM_DB_USER", EmbeddedPostgres.USER),
                    environment.getOrDefault("BANTAM_DB_PASSWORD", "")));
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    if (own != null) own.close();
  }
}
