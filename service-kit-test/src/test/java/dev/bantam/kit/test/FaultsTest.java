package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.postgres.EmbeddedPostgres;
import dev.bantam.kit.service.RunningService;
import dev.bantam.kit.test.sample.SampleService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Replicas share jobs, and a database that dies is missed for a moment; see {@link KillsTest} too.
 */
class FaultsTest {
  /** In a build; {@code -Dbantam.shared-jobs=10000} shares more. */
  private static final int SHARED_JOBS = 1000;

  @TempDir private Path data;

  @Test
  void twoReplicasShareJobsAndRunEachOnce() throws Exception {
    var database = TestDatabase.create();
    int jobs = Integer.getInteger("bantam.shared-jobs", SHARED_JOBS);
    // Nobody dies here, and a busy machine must not look like death.
    var patient = Map.of("bantam.jobs.heartbeat", "10s");
    try (var first = TestService.start(new SampleService().service(), database, data, patient);
        var second = ServiceProcess.start("sample", database, data, patient)) {
      var client = first.anyone().with(TestService.SERVICE_TOKEN);
      IntStream.range(0, jobs)
          .parallel()
          .forEach(i -> client.post("/api/v1/counts", "{\"to\":1,\"number\":%d}".formatted(i)));

      var counts = JdbcClient.create(source(database));
      await()
          .atMost(Duration.ofMinutes(15))
          .until(() -> counted(counts).size() >= jobs && finalEvents(database) >= jobs);
      assertThat(counted(counts)).doesNotHaveDuplicates().hasSize(jobs);
      assertThat(finalEvents(database)).isEqualTo(jobs);
      assertThat(second.client().get("/api/v1/counts?state=queued").json().path("items").size())
          .isZero();
      var takers =
          counts
              .sql("SELECT count(DISTINCT process) FROM sample.counted")
              .query((row, n) -> row.getInt(1))
              .single();
      assertThat(takers).isEqualTo(2);
    }
  }

  @Test
  void aDatabaseThatIsKilledAndComesBackCostsNoJob() throws Exception {
    try (var server = EmbeddedPostgres.start(data.resolve("postgresql"), TestDatabase.cache())) {
      var connection = server.connection();
      var database = new TestDatabase(connection.url(), connection.user(), connection.password());
      var properties = new HashMap<>(TestService.properties(database, data));
      properties.put("spring.datasource.hikari.connection-timeout", "1000");
      try (var service = RunningService.start(new SampleService().service(), properties)) {
        var client = TestClient.of(service.address()).with(TestService.SERVICE_TOKEN);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
          ids.add(
              client
                  .post("/api/v1/counts", "{\"to\":20,\"millis\":50,\"number\":%d}".formatted(i))
                  .json()
                  .path("id")
                  .stringValue());
        }
        Thread.sleep(500);

        server.kill();
        var away = client.post("/api/v1/counts", "{\"to\":1}");
        assertThat(away.status()).as(away.body()).isEqualTo(503);
        assertThat(away.json().path("type").stringValue()).isEqualTo("/problems/unavailable");
        var readiness = client.get("/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.json().path("components").path("db").path("status").stringValue())
            .isEqualTo("DOWN");
        assertThat(client.get("/actuator/health/liveness").status()).isEqualTo(200);
        server.restart();

        await()
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .untilAsserted(
                () ->
                    assertThat(ids)
                        .allSatisfy(
                            id ->
                                assertThat(
                                        client
                                            .get("/api/v1/counts/" + id)
                                            .json()
                                            .path("state")
                                            .stringValue())
                                    .isEqualTo("succeeded")));
        assertThat(finalEvents(database)).isEqualTo(ids.size());
      }
    }
  }

  private static DriverManagerDataSource source(TestDatabase database) {
    return new DriverManagerDataSource(database.url(), database.user(), database.password());
  }

  /** Events that tell of a job's success: one per job, or something was recorded twice. */
  private static int finalEvents(TestDatabase database) {
    return JdbcClient.create(source(database))
        .sql("SELECT count(*) FROM sample.job_event WHERE body ->> 'state' = 'succeeded'")
        .query((row, n) -> row.getInt(1))
        .single();
  }

  private static List<Integer> counted(JdbcClient database) {
    return database
        .sql("SELECT job_number FROM sample.counted")
        .query((row, n) -> row.getInt(1))
        .list();
  }
}
