package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.postgres.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A service and its database are killed while jobs come in and run: so many in, as many out. */
class KillsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Attempts that end with their process count, and none of these jobs is at fault. */
  private static final Map<String, String> PROPERTIES =
      Map.of("bantam.jobs.attempts", "1000", "spring.datasource.hikari.connection-timeout", "1000");

  @TempDir private Path data;

  @Test
  void everyJobIsRecordedOnceWhateverIsKilled() throws Exception {
    var kills = Kills.ofThisRun();
    int jobs = Math.max(30, kills.count());
    try (var server = EmbeddedPostgres.start(data.resolve("postgresql"), TestDatabase.cache());
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var connection = server.connection();
      var database = new TestDatabase(connection.url(), connection.user(), connection.password());
      var service = new AtomicReference<>(started(database));
      try {
        var ids = new ArrayList<java.util.concurrent.Future<String>>();
        for (int i = 0; i < jobs; i++) {
          int number = i;
          ids.add(senders.submit(() -> submitted(service, number)));
        }
        kills.run(
            3000,
            List.of(
                () -> {
                  service.get().kill();
                  service.set(started(database));
                },
                () -> {
                  server.kill();
                  server.restart();
                }));
        var accepted = new ArrayList<String>();
        for (var id : ids) accepted.add(id.get());
        kills.check(() -> assertEachOnce(database, accepted));
      } finally {
        service.get().close();
      }
    }
  }

  private ServiceProcess started(TestDatabase database) throws Exception {
    return ServiceProcess.start("sample", database, data, PROPERTIES);
  }

  /** Sends the same request until it is answered, as a client does that wants its work done. */
  private static String submitted(AtomicReference<ServiceProcess> service, int number)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try {
        var answer =
            service
                .get()
                .client()
                .post(
                    "/api/v1/counts",
                    "{\"to\":5,\"millis\":50,\"number\":%d}".formatted(number),
                    "Idempotency-Key",
                    "key-" + number);
        if (answer.status() == 202) return answer.json().path("id").stringValue();
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
      } catch (UncheckedIOException e) {
        // it is being killed just now
      }
      Thread.sleep(200);
    }
    throw new AssertionError("request %d was not taken in %s".formatted(number, PATIENCE));
  }

  private static void assertEachOnce(TestDatabase database, List<String> accepted) {
    var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
    var client = JdbcClient.create(source);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> ids(client, "SELECT id FROM sample.job").size() == succeeded(client).size());
    assertThat(accepted).doesNotHaveDuplicates();
    assertThat(succeeded(client)).containsExactlyInAnyOrderElementsOf(accepted);
    var ends =
        ids(
            client,
            "SELECT job FROM sample.job_event WHERE type = 'state' AND body ->> 'state' = 'succeeded'");
    assertThat(ends).containsExactlyInAnyOrderElementsOf(accepted);
  }

  private static List<String> succeeded(JdbcClient client) {
    return ids(client, "SELECT id FROM sample.job WHERE state = 'succeeded'");
  }

  private static List<String> ids(JdbcClient client, String sql) {
    return client.sql(sql).query((row, n) -> row.getString(1)).list();
  }
}
