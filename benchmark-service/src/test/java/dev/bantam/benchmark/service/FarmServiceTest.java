package dev.bantam.benchmark.service;

import static dev.bantam.benchmark.service.TestFarm.measurement;
import static dev.bantam.benchmark.service.TestFarm.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.test.ContractFile;
import dev.bantam.kit.test.EndpointTable;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FarmServiceTest {
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
  void everyEndpointIsOpenToItsRolesAndToNoOther() {
    EndpointTable.ofTheKit()
        .jobs("benchmarks")
        .anyone("GET /api/v1/devices", "GET /api/v1/devices/{id}")
        .only("POST /api/v1/devices/{id}/quarantine", Role.ADMIN)
        .only("POST /api/v1/devices/{id}/release", Role.ADMIN)
        .only("PUT /api/v1/agents/{name}", Role.ADMIN, Role.AGENT)
        .only("POST /api/v1/leases", Role.ADMIN, Role.AGENT)
        .only("GET /api/v1/leases/held", Role.ADMIN, Role.SERVICE)
        .only("POST /api/v1/leases/{id}/heartbeat", Role.ADMIN, Role.AGENT)
        .only("POST /api/v1/leases/{id}/result", Role.ADMIN, Role.AGENT)
        .anyone("GET /api/v1/suites", "GET /api/v1/suites/{id}")
        .only("POST /api/v1/suites", Role.ADMIN, Role.CI)
        .anyone("GET /api/v1/releases", "GET /api/v1/releases/{id}")
        .anyone("GET /api/v1/releases/{id}/verdict", "GET /api/v1/releases/{id}/badge.svg")
        .anyone("GET /api/v1/series")
        .only("POST /api/v1/releases", Role.ADMIN, Role.CI)
        .verify(farm.service());
  }

  @Test
  void theContractThatIsCheckedInIsTheOneThatTheCodeMakes() throws IOException {
    ContractFile.verify(farm.service(), "benchmark");
  }

  @Test
  void aBenchmarkIsMeasuredByTheAgentAndRecordedOnce() {
    var name = farm.announced();
    var job = farm.benchmark(name);
    var lease = farm.taken(name);
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(lease.path("modelUrl").stringValue()).isEqualTo("/api/v1/models/mdl_1/content");

    var beat =
        farm.agent()
            .post(
                path(lease, "heartbeat"),
                "{\"fence\":1,\"progress\":{\"stage\":\"measure\",\"done\":1,\"total\":2},\"log\":\"warm\"}");
    assertThat(beat.json().path("cancel").booleanValue()).isFalse();
    assertThat(farm.state(job).path("progress").path("stage").stringValue()).isEqualTo("measure");

    var outcome = measurement(1, 110);
    assertThat(farm.agent().post(path(lease, "result"), outcome).status()).isEqualTo(200);
    assertThat(farm.agent().post(path(lease, "result"), outcome).status())
        .as("the same again")
        .isEqualTo(200);
    assertThat(farm.agent().post(path(lease, "result"), measurement(1, 120)).status())
        .as("another")
        .isEqualTo(409);

    var done = farm.state(job);
    assertThat(done.path("state").stringValue()).isEqualTo("succeeded");
    assertThat(done.path("result").path("medianNanos").longValue()).isEqualTo(110);
    assertThat(farm.agent().get("/api/v1/benchmarks/" + job + "/events").body())
        .contains("event: log")
        .contains("\"stage\":\"measure\",\"message\":\"warm\"");
    assertThat(farm.device(name).path("health").path("measurements").intValue()).isEqualTo(1);
    var here = "/api/v1/benchmarks?device=" + farm.device(name).path("id").stringValue();
    assertThat(farm.agent().get(here + "&state=succeeded").json().path("items").path(0).path("id"))
        .isEqualTo(done.path("id"));
    assertThat(farm.agent().get(here + "&state=failed").json().path("items")).isEmpty();
  }

  @Test
  void anAgentMayReadAModelAsLongAsItHoldsALeaseForIt() {
    var tokens = farm.service().context().getBean(Tokens.class);
    var owner = tokens.issue("reader", Role.AGENT, null);
    var reader = farm.service().anyone().with(owner.secret().text());
    var name = farm.announced(reader);
    farm.benchmark(name);
    var lease = reader.post("/api/v1/leases?wait=30", "").json();
    assertThat(holds(owner.token().id(), "mdl_1")).isTrue();
    assertThat(holds(owner.token().id(), "mdl_2")).isFalse();
    assertThat(holds("tok_other", "mdl_1")).isFalse();
    reader.post(path(lease, "result"), measurement(1, 100));
    await().atMost(PATIENCE).until(() -> !holds(owner.token().id(), "mdl_1"));
  }

  /** What the store of models learns of a token's holder. */
  private static boolean holds(String holder, String model) {
    var answer =
        farm.service()
            .as(Role.SERVICE)
            .get("/api/v1/leases/held?model=%s&holder=%s".formatted(model, holder));
    return answer.json().path("held").booleanValue();
  }

  @Test
  void aCancelledBenchmarkTellsItsAgentToStop() {
    var name = farm.announced();
    var job = farm.benchmark(name);
    var lease = farm.taken(name);
    assertThat(farm.ci().delete("/api/v1/benchmarks/" + job).status()).isEqualTo(202);
    var beat = farm.agent().post(path(lease, "heartbeat"), "{\"fence\":1}");
    assertThat(beat.json().path("cancel").booleanValue()).isTrue();
    var end = "{\"fence\":1,\"problem\":{\"code\":\"CANCELLED\",\"detail\":\"as asked\"}}";
    assertThat(farm.agent().post(path(lease, "result"), end).status()).isEqualTo(200);
    assertThat(farm.state(job).path("state").stringValue()).isEqualTo("cancelled");
    assertThat(farm.device(name).path("health").path("failuresInARow").intValue()).isZero();
  }

  @Test
  void aDeviceRunsOneBenchmarkAtATimeAndEachOnce() throws InterruptedException {
    var name = farm.announced();
    var asked = new HashSet<String>();
    for (int i = 0; i < 20; i++) asked.add(farm.benchmark(name));
    Set<String> measured = ConcurrentHashMap.newKeySet();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int w = 0; w < 4; w++) workers.submit(() -> work(name, measured, asked.size()));
    }
    assertThat(measured).isEqualTo(asked);
    for (var job : asked) assertThat(farm.state(job).path("attempt").intValue()).isEqualTo(1);
  }

  /** Measures until all are measured; a device that another worker holds gives nothing. */
  private static void work(String name, Set<String> measured, int all) {
    for (int looks = 0; measured.size() < all && looks < PATIENCE.toSeconds(); looks++) {
      var answer = farm.agent().post("/api/v1/leases?agent=" + name + "&wait=1", "");
      if (answer.status() == 204) continue;
      var lease = answer.json();
      assertThat(measured.add(lease.path("benchmark").path("id").stringValue())).isTrue();
      farm.agent().post(path(lease, "result"), measurement(lease.path("fence").intValue(), 100));
    }
  }
}
