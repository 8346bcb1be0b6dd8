package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.postgres.EmbeddedPostgres;
import dev.bantam.kit.test.FakeStore;
import dev.bantam.kit.test.Kills;
import dev.bantam.kit.test.ServiceProcess;
import dev.bantam.kit.test.TestDatabase;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The farm, its agent and its database are killed while benchmarks come in and are measured. */
class FarmKillsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @TempDir private Path data;

  @Test
  void everyBenchmarkIsRecordedOnceWhateverIsKilled() throws Exception {
    var kills = Kills.ofThisRun();
    int benchmarks = Math.max(30, kills.count());
    try (var store = new FakeStore();
        var server = EmbeddedPostgres.start(data.resolve("postgresql"), TestDatabase.cache());
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var connection = server.connection();
      var database = new TestDatabase(connection.url(), connection.user(), connection.password());
      var token = agentToken(database);
      int port = freePort();
      var service = new AtomicReference<>(farm(database, port, store));
      var agent = new AtomicReference<>(agent(port, token));
      try {
        var asked = new ArrayList<Future<String>>();
        for (int i = 0; i < benchmarks; i++) {
          int number = i;
          asked.add(senders.submit(() -> submitted(service, number)));
        }
        kills.run(
            3000,
            List.of(
                () -> {
                  service.get().kill();
                  service.set(farm(database, port, store));
                },
                () -> {
                  agent.get().destroyForcibly().waitFor();
                  agent.set(agent(port, token));
                },
                () -> {
                  server.kill();
                  server.restart();
                }));
        var accepted = new ArrayList<String>();
        for (var id : asked) accepted.add(id.get());
        kills.check(() -> assertEachOnce(database, accepted));
      } finally {
        agent.get().destroyForcibly();
        service.get().close();
      }
    }
  }

  /** None of these benchmarks and devices is at fault when a lease is lost. */
  private ServiceProcess farm(TestDatabase database, int port, FakeStore store) throws IOException {
    var properties =
        Map.of(
            "bantam.platform", store.address(),
            "server.port", String.valueOf(port),
            "bantam.benchmark.lease", "2s",
            "bantam.benchmark.most-losses", "100000",
            "bantam.benchmark.failures-to-quarantine", "100000",
            "spring.datasource.hikari.connection-timeout", "1000");
    return ServiceProcess.start("benchmark", database, data, properties);
  }

  /** Tokens are in the database, so one lasts for all that come after. */
  private String agentToken(TestDatabase database) {
    try (var first =
        TestService.start(new BenchmarkService().service(), database, data, Map.of())) {
      return first.tokenOf(Role.AGENT);
    }
  }

  private static Process agent(int port, String token) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(TirelessAgent.class.getName());
    command.addAll(List.of("http://127.0.0.1:" + port, token));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Agents know one address, so the farm comes back at the same. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

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
                    "/api/v1/benchmarks",
                    "{\"model\":\"mdl_1\",\"recipe\":{\"runs\":%d}}".formatted(number + 1),
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
        .until(() -> strings(client, "SELECT id FROM benchmark.job").size() == succeeded(client));
    assertThat(strings(client, "SELECT id FROM benchmark.job"))
        .containsExactlyInAnyOrderElementsOf(accepted);
    var ends =
        strings(
            client,
            """
            SELECT job FROM benchmark.job_event WHERE type = 'state' AND body ->> 'state' = 'succeeded'""");
    assertThat(ends).containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(strings(client, "SELECT job FROM benchmark.lease WHERE state = 'done'"))
        .containsExactlyInAnyOrderElementsOf(accepted);
    assertThat(strings(client, "SELECT sum(measurements) FROM benchmark.device"))
        .containsExactly(String.valueOf(accepted.size()));
  }

  private static int succeeded(JdbcClient client) {
    return strings(client, "SELECT id FROM benchmark.job WHERE state = 'succeeded'").size();
  }

  private static List<String> strings(JdbcClient client, String sql) {
    return client.sql(sql).query((row, n) -> row.getString(1)).list();
  }
}
