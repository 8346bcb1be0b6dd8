package dev.bantam.kit.test;

import dev.bantam.kit.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * An empty database of its own for a test, on a server that the whole run shares: in a container
 * where Docker answers, embedded elsewhere. {@code -Dbantam.test.db=embedded} does not ask Docker.
 */
public record TestDatabase(String url, String user, String password) {
  /** One server per run, started by whoever comes first. */
  private static final class Server {
    static final TestDatabase ADMINISTRATION = start();

    private Server() {}

    private static TestDatabase start() {
      boolean container =
          !"embedded".equals(System.getProperty("bantam.test.db"))
              && DockerClientFactory.instance().isDockerAvailable();
      return container ? inContainer() : embedded();
    }

    @SuppressWarnings("resource") // ends with the run
    private static TestDatabase inContainer() {
      var container = new PostgreSQLContainer("postgres:18-alpine");
      container.start();
      return new TestDatabase(
          container.getJdbcUrl(), container.getUsername(), container.getPassword());
    }

    private static TestDatabase embedded() {
      try {
        var folder = Files.createTempDirectory("bantam-test-database");
        var server = EmbeddedPostgres.start(folder, cache());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        var connection = server.connection();
        return new TestDatabase(connection.url(), connection.user(), connection.password());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void stop(EmbeddedPostgres server, Path folder) {
      server.close();
      TemporaryFolders.delete(folder);
    }
  }

  /** The folder that runs share for the server's programs. */
  public static Path cache() {
    return Path.of(System.getProperty("java.io.tmpdir"), "bantam-test-postgresql");
  }

  /** A new empty database. */
  public static TestDatabase create() {
    var server = Server.ADMINISTRATION;
    var name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("no database could be made", e);
    }
    int slash = server.url().lastIndexOf('/');
    int question = server.url().indexOf('?');
    var options = question < 0 ? "" : server.url().substring(question);
    return new TestDatabase(
        server.url().substring(0, slash + 1) + name + options, server.user(), server.password());
  }

  /** What a service needs to be told to use it. */
  public Map<String, String> properties() {
    return Map.of(
        "spring.datasource.url", url,
        "spring.datasource.username", user,
        "spring.datasource.password", password);
  }
}
