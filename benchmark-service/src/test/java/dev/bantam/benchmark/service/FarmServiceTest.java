package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.test.ContractFile;
import dev.bantam.kit.test.EndpointTable;
import dev.bantam.kit.test.TestClient;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.token.Tokens;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FarmServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static FakeModels models;
  private static TestService service;
  private static TestClient ci;
  private static TestClient agent;

  @BeforeAll
  static void start() {
    models = new FakeModels();
    service =
        TestService.start(
            new BenchmarkService().service(),
            Map.of(
                "bantam.platform",
                models.address(),
                "bantam.benchmark.lease",
                "2s",
                "bantam.benchmark.failures-to-quarantine",
                "3"));
    ci = service.as(Role.CI);
    agent = service.as(Role.AGENT);
  }

  @AfterAll
  static void stop() {
    service.close();
    models.close();
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
        .verify(service);
  }

  @Test
  void theContractThatIsCheckedInIsTheOneThatTheCodeMakes() throws IOException {
    ContractFile.verify(service, "benchmark");
  }

  @Test
  void aBenchmarkIsMeasuredByTheAgentAndRecordedOnce() {
    var name = announced();
    var job = benchmark(name);
    var lease = taken(name);
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(lease.path("modelUrl").stringValue()).isEqualTo("/api/v1/models/mdl_1/content");

    var beat =
        agent.post(
            path(lease, "heartbeat"),
            "{\"fence\":1,\"progress\":{\"stage\":\"measure\",\"done\":1,\"total\":2},\"log\":\"warm\"}");
    assertThat(beat.json().path("cancel").booleanValue()).isFalse();
    assertThat(state(job).path("progress").path("stage").stringValue()).isEqualTo("measure");

    var outcome = measurement(1, 110);
    assertThat(agent.post(path(lease, "result"), outcome).status()).isEqualTo(200);
    assertThat(agent.post(path(lease, "result"), outcome).status())
        .as("the same again")
        .isEqualTo(200);
    assertThat(agent.post(path(lease, "result"), measurement(1, 120)).status())
        .as("another")
        .isEqualTo(409);

    var done = state(job);
    assertThat(done.path("state").stringValue()).isEqualTo("succeeded");
    assertThat(done.path("result").path("medianNanos").longValue()).isEqualTo(110);
    assertThat(agent.get("/api/v1/benchmarks/" + job + "/events").body())
        .contains("event: log")
        .contains("\"stage\":\"measure\",\"message\":\"warm\"");
    assertThat(device(name).path("health").path("measurements").intValue()).isEqualTo(1);
    var here = "/api/v1/benchmarks?device=" + device(name).path("id").stringValue();
    assertThat(agent.get(here + "&state=succeeded").json().path("items").path(0).path("id"))
        .isEqualTo(done.path("id"));
    assertThat(agent.get(here + "&state=failed").json().path("items")).isEmpty();
  }

  @Test
  void aRequestIsAnsweredAsTheFirstTimeAlsoWhereItsDeviceIsGone() {
    var name = announced();
    var body = "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\"}}".formatted(name);
    var first = ci.post("/api/v1/benchmarks", body, "Idempotency-Key", name);
    assertThat(first.status()).as(first.body()).isEqualTo(202);
    var without = "{\"version\":\"1\",\"devices\":[]}";
    agent.send(
        "PUT",
        "/api/v1/agents/" + name,
        BodyPublishers.ofString(without),
        "Content-Type",
        "application/json");
    assertThat(ci.post("/api/v1/benchmarks", body).status()).isEqualTo(422);
    var again = ci.post("/api/v1/benchmarks", body, "Idempotency-Key", name);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    ci.delete(first.header("Location"));
  }

  @Test
  void anAgentMayReadAModelAsLongAsItHoldsALeaseForIt() {
    var tokens = service.context().getBean(Tokens.class);
    var owner = tokens.issue("reader", Role.AGENT, null);
    var reader = service.anyone().with(owner.secret().text());
    var name = announced(reader);
    benchmark(name);
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
        service
            .as(Role.SERVICE)
            .get("/api/v1/leases/held?model=%s&holder=%s".formatted(model, holder));
    return answer.json().path("held").booleanValue();
  }

  @Test
  void theBenchmarkOfAnAgentThatDiesGoesBackToTheQueueAndALateReportIsRefused() {
    var name = announced();
    var job = benchmark(name);
    var first = taken(name);
    await().atMost(PATIENCE).until(() -> state(job).path("state").stringValue().equals("queued"));

    var second = taken(name);
    assertThat(second.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(second.path("fence").intValue()).isEqualTo(2);

    var late = agent.post(path(first, "result"), measurement(1, 100));
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("type").stringValue()).isEqualTo("/problems/conflict");
    assertThat(late.json().path("detail").stringValue())
        .isEqualTo(
            "lease %s: was lost, or ended by another report; the fence is 1, the lease's was 1; drop the work and take another lease"
                .formatted(first.path("lease").stringValue()));
    assertThat(agent.post(path(first, "heartbeat"), "{\"fence\":1}").status()).isEqualTo(409);
    assertThat(agent.post(path(second, "result"), measurement(1, 100)).status())
        .as("a stale fence")
        .isEqualTo(409);

    assertThat(agent.post(path(second, "result"), measurement(2, 130)).status()).isEqualTo(200);
    assertThat(state(job).path("result").path("medianNanos").longValue()).isEqualTo(130);
    assertThat(device(name).path("health").path("lostLeases").intValue()).isEqualTo(1);
    assertThat(service.as(Role.VIEWER).get("/actuator/prometheus").body())
        .containsPattern("bantam_leases_lost_total [1-9]")
        .contains(
            "bantam_jobs_ended_total{kind=\"benchmark\",state=\"succeeded\"}",
            "bantam_jobs_duration_seconds_count{kind=\"benchmark\",state=\"succeeded\"}");
  }

  @Test
  void aBenchmarkFailsAfterThreeLostLeasesAndItsDeviceIsTakenOut() {
    var name = announced();
    var job = benchmark(name);
    for (int i = 0; i < 3; i++) {
      taken(name);
      await()
          .atMost(PATIENCE)
          .until(() -> !state(job).path("state").stringValue().equals("running"));
    }
    var failed = state(job);
    assertThat(failed.path("state").stringValue()).isEqualTo("failed");
    assertThat(failed.path("problem").path("detail").stringValue())
        .isEqualTo(
            "benchmark %s: its lease was lost 3 times, which is the limit; look after the agent of device %s"
                .formatted(job, device(name).path("id").stringValue()));

    var device = device(name);
    assertThat(device.path("state").stringValue()).isEqualTo("quarantined");
    assertThat(device.path("health").path("reason").stringValue())
        .isEqualTo("failed 3 times in a row");
    benchmark(name);
    assertThat(agent.post("/api/v1/leases?agent=" + name, "").status())
        .as("no work while it is out")
        .isEqualTo(204);

    var admin = service.as(Role.ADMIN);
    admin.post("/api/v1/devices/%s/release".formatted(device.path("id").stringValue()), "");
    assertThat(taken(name).path("fence").intValue()).isEqualTo(1);
  }

  @Test
  void aCancelledBenchmarkTellsItsAgentToStop() {
    var name = announced();
    var job = benchmark(name);
    var lease = taken(name);
    assertThat(ci.delete("/api/v1/benchmarks/" + job).status()).isEqualTo(202);
    var beat = agent.post(path(lease, "heartbeat"), "{\"fence\":1}");
    assertThat(beat.json().path("cancel").booleanValue()).isTrue();
    var end = "{\"fence\":1,\"problem\":{\"code\":\"CANCELLED\",\"detail\":\"as asked\"}}";
    assertThat(agent.post(path(lease, "result"), end).status()).isEqualTo(200);
    assertThat(state(job).path("state").stringValue()).isEqualTo("cancelled");
    assertThat(device(name).path("health").path("failuresInARow").intValue()).isZero();
  }

  @Test
  void aDeviceRunsOneBenchmarkAtATimeAndEachOnce() throws InterruptedException {
    var name = announced();
    var asked = new HashSet<String>();
    for (int i = 0; i < 20; i++) asked.add(benchmark(name));
    Set<String> measured = ConcurrentHashMap.newKeySet();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int w = 0; w < 4; w++) workers.submit(() -> work(name, measured));
    }
    assertThat(measured).isEqualTo(asked);
    for (var job : asked) assertThat(state(job).path("attempt").intValue()).isEqualTo(1);
  }

  private static void work(String name, Set<String> measured) {
    for (int idle = 0; idle < 20; ) {
      var answer = agent.post("/api/v1/leases?agent=" + name + "&wait=1", "");
      if (answer.status() == 204) {
        idle += 10;
        continue;
      }
      var lease = answer.json();
      assertThat(measured.add(lease.path("benchmark").path("id").stringValue())).isTrue();
      agent.post(path(lease, "result"), measurement(lease.path("fence").intValue(), 100));
    }
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
    var name = announced();
    benchmark(name);
    var lease = taken(name);
    var answer = agent.post(path(lease, "result"), outcome);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
    assertThat(agent.post(path(lease, "result"), measurement(1, 100)).status()).isEqualTo(200);
  }

  @Test
  void aFigureThatDoesNotFollowFromItsSamplesIsRefused() {
    var name = announced();
    benchmark(name);
    var lease = taken(name);
    var wrong = measurement(1, 100).replace("\"medianNanos\":100", "\"medianNanos\":5");
    var answer = agent.post(path(lease, "result"), wrong);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue())
        .isEqualTo("/measurement: medianNanos is 5, must be 100.0 as the samples say");
    assertThat(answer.json().path("errors").path(0).path("pointer").stringValue())
        .isEqualTo("/measurement");
    assertThat(agent.post(path(lease, "result"), measurement(1, 100)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          benchmarks | {"model":"mdl_1","recipe":{"device":"%s","threads":2}} | /recipe/threads
          suites     | {"name":"%s","models":["mdl_1"],"devices":["%s"],"threads":[1,2]} | /threads
          """)
  void threadsThatADeviceDoesNotHaveAreRefused(String collection, String body, String pointer) {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    announce(agent, name, "{\"mostThreads\":1}");
    var answer = ci.post("/api/v1/" + collection, body.replace("%s", name), key());
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    var error = answer.json().path("errors").path(0);
    assertThat(error.path("pointer").stringValue()).isEqualTo(pointer);
    assertThat(error.path("detail").stringValue())
        .isEqualTo("2 is too many for device %s, must be at most 1".formatted(name));
  }

  @Test
  void aLimitOfThreadsThatIsNoNumberIsNone() {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    announce(agent, name, "{\"mostThreads\":\"1e999999\"}");
    var body = "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\",\"threads\":9}}".formatted(name);
    assertThat(ci.post("/api/v1/benchmarks", body, key()).status()).isEqualTo(202);
  }

  @Test
  void aRequestForADeviceThatNobodyHasIsRefused() {
    var answer =
        ci.post(
            "/api/v1/benchmarks",
            "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"abacus\"}}",
            key());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue())
        .isEqualTo(
            "/recipe/device: \"abacus\" is the id, name or kind of no device, must be one that GET /api/v1/devices lists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mdl_none     | /model: model mdl_none: does not exist
          ../tokens    | /model: model ../tokens: does not exist
          mdl_onnx     | /model: model mdl_onnx: is of format onnx, only a tflite model can be measured; convert it first
          """)
  void aRequestForAModelThatCannotBeMeasuredIsRefused(String model, String detail) {
    var answer = ci.post("/api/v1/benchmarks", "{\"model\":\"%s\"}".formatted(model), key());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void anAgentsNameBelongsToTheTokenThatCameFirst() {
    var name = announced();
    var other =
        service
            .as(Role.ADMIN)
            .send(
                "PUT",
                "/api/v1/agents/" + name,
                BodyPublishers.ofString("{\"version\":\"1\",\"devices\":[]}"),
                "Content-Type",
                "application/json");
    assertThat(other.status()).isEqualTo(403);
    assertThat(agent.post("/api/v1/leases?agent=nobody", "").status()).isEqualTo(404);
  }

  @Test
  void anAgentsNameIsFreeAgainOnceItsTokenHasEnded() {
    var tokens = service.context().getBean(Tokens.class);
    var first = tokens.issue("first", Role.AGENT, null);
    var second = service.anyone().with(tokens.issue("second", Role.AGENT, null).secret().text());
    var name = announced(service.anyone().with(first.secret().text()));
    assertThat(announce(second, name).status()).isEqualTo(403);

    tokens.revoke(first.token().id());
    assertThat(announce(second, name).status()).isEqualTo(204);
    var job = benchmark(name);
    var lease = second.post("/api/v1/leases?agent=" + name + "&wait=30", "").json();
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    assertThat(announce(agent, name).status()).isEqualTo(403);
  }

  @Test
  void anAgentNeedNotBeNamedWhereItsTokenSpeaksForNoOther() {
    var tokens = service.context().getBean(Tokens.class);
    var owner = service.anyone().with(tokens.issue("one", Role.AGENT, null).secret().text());
    var none = owner.post("/api/v1/leases", "");
    assertThat(none.status()).isEqualTo(422);
    assertThat(none.json().path("detail").stringValue())
        .isEqualTo(
            "parameter agent: is missing, must be one that was announced with this token; there is none yet");
    var first = announced(owner);
    assertThat(owner.post("/api/v1/leases", "").status()).isEqualTo(204);
    var job = benchmark(first);
    var lease = owner.post("/api/v1/leases?wait=30", "").json();
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    var names = java.util.stream.Stream.of(first, announced(owner)).sorted().toList();
    assertThat(owner.post("/api/v1/leases", "").json().path("detail").stringValue())
        .isEqualTo("parameter agent: is missing, must be one of " + String.join(", ", names));
  }

  private static String announced() {
    return announced(agent);
  }

  /** A new agent with one device, both of the same name. */
  private static String announced(TestClient who) {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    var answer = announce(who, name);
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    return name;
  }

  private static TestClient.Answer announce(TestClient who, String name) {
    return announce(who, name, "{\"cores\":2}");
  }

  private static TestClient.Answer announce(TestClient who, String name, String capabilities) {
    var body =
        "{\"version\":\"1\",\"devices\":[{\"name\":\"%s\",\"kind\":\"cpu\",\"capabilities\":%s}]}"
            .formatted(name, capabilities);
    return who.send(
        "PUT",
        "/api/v1/agents/" + name,
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json");
  }

  private static String benchmark(String device) {
    var answer =
        ci.post(
            "/api/v1/benchmarks",
            "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\"}}".formatted(device),
            key());
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("id").stringValue();
  }

  private static String[] key() {
    return new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
  }

  private static JsonNode taken(String name) {
    var answer = agent.post("/api/v1/leases?agent=" + name + "&wait=30", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  private static String path(JsonNode lease, String action) {
    return "/api/v1/leases/%s/%s".formatted(lease.path("lease").stringValue(), action);
  }

  private static JsonNode state(String job) {
    return ci.get("/api/v1/benchmarks/" + job).json();
  }

  private static JsonNode device(String name) {
    for (var device : ci.get("/api/v1/devices?limit=100").json().path("items")) {
      if (device.path("name").stringValue().equals(name + "/" + name)) return device;
    }
    throw new AssertionError("no device of " + name);
  }

  private static String measurement(int fence, long median) {
    return """
        {"fence":%d,"measurement":{"samplesNanos":[%d,%d,%d],"medianNanos":%d,"interval":[%d,%d],
        "p50Nanos":%d,"p90Nanos":%d,"p99Nanos":%d,"peakBytes":0,"compileNanos":0,"packageBytes":0,"profile":[],
        "environment":{"runtimeVersion":"1","modelDigest":"sha256:0","processor":"p","system":"s","target":"cpu",
        "threads":1,"warmupRuns":5,"stable":true,"runsPerSample":1,"before":{},"after":{}},
        "outputCheck":{"status":"equal","elements":1,"differing":0,"worst":0}}}"""
        .formatted(
            fence,
            median - 1,
            median,
            median + 1,
            median,
            median - 1,
            median + 1,
            median,
            median + 1,
            median + 1);
  }
}
