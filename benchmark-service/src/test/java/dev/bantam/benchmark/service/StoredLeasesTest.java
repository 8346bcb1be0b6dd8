package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.benchmark.LeaseStoreContract;
import dev.bantam.benchmark.Transaction;
import dev.bantam.kit.job.LeasedJobs;
import dev.bantam.kit.test.FakeStore;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases on PostgreSQL; time passes there by moving what is kept back. */
class StoredLeasesTest extends LeaseStoreContract {
  private static FakeStore store;
  private static TestService service;

  @BeforeAll
  static void start() {
    store = new FakeStore();
    service =
        TestService.start(
            new BenchmarkService().service(), Map.of("bantam.platform", store.address()));
    service.context().getBean(LeaseSweeper.class).stop();
  }

  @AfterAll
  static void stop() {
    service.close();
    store.close();
  }

  @Override
  protected Farmyard farmyard() {
    var context = service.context();
    return new Farmyard(
        context.getBean(StoredLeases.class),
        context.getBean(LeasedJobs.class),
        context.getBean(Transaction.class));
  }

  @Override
  protected String offer(String agent) {
    var body =
        "{\"version\":\"1\",\"devices\":[{\"name\":\"cpu\",\"kind\":\"cpu\",\"capabilities\":{}}]}";
    var answer =
        service
            .as(Role.AGENT)
            .send(
                "PUT",
                "/api/v1/agents/" + agent,
                BodyPublishers.ofString(body),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    return database()
        .sql("SELECT id FROM benchmark.device WHERE agent = :agent")
        .param("agent", agent)
        .query((row, n) -> row.getString("id"))
        .single();
  }

  @Override
  protected String submit(String device) {
    var answer =
        service
            .as(Role.CI)
            .post(
                "/api/v1/benchmarks",
                "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\"}}".formatted(device));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("id").stringValue();
  }

  @Override
  protected void cancel(String job) {
    service.as(Role.CI).delete("/api/v1/benchmarks/" + job);
  }

  @Override
  protected void pass(Duration duration) {
    for (var column : new String[] {"lease.expires_at", "job.not_before"}) {
      int dot = column.indexOf('.');
      database()
          .sql(
              "UPDATE benchmark.%1$s SET %2$s = %2$s - make_interval(secs => :seconds)"
                  .formatted(column.substring(0, dot), column.substring(dot + 1)))
          .param("seconds", duration.toSeconds())
          .update();
    }
  }

  @Override
  protected boolean isQuarantined(String device) {
    var devices = service.context().getBean(DeviceStore.class);
    return devices.device(device).orElseThrow().quarantined() != null;
  }

  private static JdbcClient database() {
    return service.context().getBean(JdbcClient.class);
  }
}
