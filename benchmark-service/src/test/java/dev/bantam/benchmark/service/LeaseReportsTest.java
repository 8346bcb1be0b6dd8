package dev.bantam.benchmark.service;

import static dev.bantam.benchmark.service.TestFarm.measurement;
import static dev.bantam.benchmark.service.TestFarm.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.token.Role;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of agents that do not report, too late, or nonsense. */
class LeaseReportsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static TestFarm farm;

  @BeforeAll
  static void start() {
    farm = TestFarm.start();
  }

  @AfterAll
  static void stop() {
    farm.close();
  }

  @Test
  void theBenchmarkOfAnAgentThatDiesGoesBackToTheQueueAndALateReportIsRefused() {
    var name = farm.announced();
    var job = farm.benchmark(name);
    var first = farm.taken(name);
    await()
        .atMost(PATIENCE)
        .until(() -> farm.state(job).path("state").stringValue().equals("queued"));

    var second = farm.taken(name);
    assertThat(second.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(second.path("fence").intValue()).isEqualTo(2);

    var late = farm.agent().post(path(first, "result"), measurement(1, 100));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("type").stringValue()).isEqualTo("/problems/conflict");
    assertThat(late.json().path("detail").stringValue())
        .isEqualTo(
            "lease %s: was lost, or ended by another report; the fence is 1, the lease's was 1; drop the work and take another lease"
                .formatted(first.path("lease").stringValue()));
    assertThat(farm.agent().post(path(first, "heartbeat"), "{\"fence\":1}").status())
        .isEqualTo(409);
    assertThat(farm.agent().post(path(second, "result"), measurement(1, 100)).status())
        .as("a stale fence")
        .isEqualTo(409);

    assertThat(farm.agent().post(path(second, "result"), measurement(2, 130)).status())
        .isEqualTo(200);
    assertThat(farm.state(job).path("result").path("medianNanos").longValue()).isEqualTo(130);
    assertThat(farm.device(name).path("health").path("lostLeases").intValue()).isEqualTo(1);
    assertThat(farm.service().as(Role.VIEWER).get("/actuator/prometheus").body())
        .containsPattern("bantam_leases_lost_total [1-9]")
        .contains(
            "bantam_jobs_ended_total{kind=\"benchmark\",state=\"succeeded\"}",
            "bantam_jobs_duration_seconds_count{kind=\"benchmark\",state=\"succeeded\"}");
  }

  @Test
  void aBenchmarkFailsAfterThreeLostLeasesAndItsDeviceIsTakenOut() {
    var name = farm.announced();
    var job = farm.benchmark(name);
    for (int i = 0; i < 3; i++) {
      farm.taken(name);
      await()
          .atMost(PATIENCE)
          .until(() -> !farm.state(job).path("state").stringValue().equals("running"));
    }
    var failed = farm.state(job);
    assertThat(failed.path("state").stringValue()).isEqualTo("failed");
    assertThat(failed.path("problem").path("detail").stringValue())
        .isEqualTo(
            "benchmark %s: its lease was lost 3 times, which is the limit; look after the agent of device %s"
                .formatted(job, farm.device(name).path("id").stringValue()));

    var device = farm.device(name);
    assertThat(device.path("state").stringValue()).isEqualTo("quarantined");
    assertThat(device.path("health").path("reason").stringValue())
        .isEqualTo("failed 3 times in a row");
    farm.benchmark(name);
    assertThat(farm.agent().post("/api/v1/leases?agent=" + name, "").status())
        .as("no work while it is out")
        .isEqualTo(204);

    var admin = farm.service().as(Role.ADMIN);
    admin.post("/api/v1/devices/%s/release".formatted(device.path("id").stringValue()), "");
    assertThat(farm.taken(name).path("fence").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"fence":1} | outcome: must have exactly one of measurement and problem
          {} | outcome: fence is missing
          {"fence":1,"measurement":{}} | /measurement/peakBytes: is missing, must be a whole number
          {"fence":1,"measurement":{"samplesNanos":"x"}} | /measurement/samplesNanos: must be a list
          {"fence":"x"} | /fence: must be a whole number
          {"fence":1,"problem":{"code":"NO"}} | outcome: problem.code "NO" is not known
          """)
  void aReportThatContradictsItselfIsRefusedAndTheLeaseStays(String outcome, String detail) {
    var name = farm.announced();
    farm.benchmark(name);
    var lease = farm.taken(name);
    var answer = farm.agent().post(path(lease, "result"), outcome);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
    assertThat(farm.agent().post(path(lease, "result"), measurement(1, 100)).status())
        .isEqualTo(200);
  }

  @Test
  void aFigureThatDoesNotFollowFromItsSamplesIsRefused() {
    var name = farm.announced();
    farm.benchmark(name);
    var lease = farm.taken(name);
    var wrong = measurement(1, 100).replace("\"medianNanos\":100", "\"medianNanos\":5");
    var answer = farm.agent().post(path(lease, "result"), wrong);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue())
        .isEqualTo("/measurement: medianNanos is 5, must be 100.0 as the samples say");
    assertThat(answer.json().path("errors").path(0).path("pointer").stringValue())
        .isEqualTo("/measurement");
    assertThat(farm.agent().post(path(lease, "result"), measurement(1, 100)).status())
        .isEqualTo(200);
  }

  @Test
  void aReportThatHoldsNulIsKeptWithoutIt() {
    var name = farm.announced();
    var failing = farm.benchmark(name);
    var problem = "{\"fence\":1,\"problem\":{\"code\":\"INTERNAL\",\"detail\":\"conv\\u0000 2d\"}}";
    var lease = farm.taken(name);
    assertThat(farm.agent().post(path(lease, "result"), problem).status()).isEqualTo(200);
    assertThat(farm.agent().post(path(lease, "result"), problem).status())
        .as("the same again")
        .isEqualTo(200);
    assertThat(farm.state(failing).path("problem").path("detail").stringValue())
        .isEqualTo("conv\uFFFD 2d");

    var measured = farm.benchmark(name);
    var outcome = measurement(1, 100).replace("\"processor\":\"p\"", "\"processor\":\"p\\u0000\"");
    assertThat(farm.agent().post(path(farm.taken(name), "result"), outcome).status())
        .isEqualTo(200);
    assertThat(
            farm.state(measured).path("result").path("environment").path("processor").stringValue())
        .isEqualTo("p\uFFFD");
  }
}
