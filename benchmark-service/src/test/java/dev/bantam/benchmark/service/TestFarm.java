package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.FakeStore;
import dev.bantam.kit.test.TestClient;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A running farm with a store of models that is made up, and what tests do with it. */
final class TestFarm implements AutoCloseable {
  private final FakeStore store = new FakeStore();
  private final TestService service;
  private final TestClient ci;
  private final TestClient agent;

  private TestFarm() {
    service =
        TestService.start(
            new BenchmarkService().service(),
            Map.of(
                "bantam.platform",
                store.address(),
                "bantam.benchmark.lease",
                "2s",
                "bantam.benchmark.failures-to-quarantine",
                "3"));
    ci = service.as(Role.CI);
    agent = service.as(Role.AGENT);
  }

  /** With leases of two seconds; three failures take a device out. */
  static TestFarm start() {
    return new TestFarm();
  }

  TestService service() {
    return service;
  }

  TestClient ci() {
    return ci;
  }

  TestClient agent() {
    return agent;
  }

  @Override
  public void close() {
    service.close();
    store.close();
  }

  String announced() {
    return announced(agent);
  }

  /** A new agent with one device, both of the same name. */
  String announced(TestClient who) {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    var answer = announce(who, name);
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    return name;
  }

  TestClient.Answer announce(TestClient who, String name) {
    return announce(who, name, "{\"cores\":2}");
  }

  TestClient.Answer announce(TestClient who, String name, String capabilities) {
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

  String benchmark(String device) {
    var answer =
        ci.post(
            "/api/v1/benchmarks",
            "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\"}}".formatted(device),
            key());
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.json().path("id").stringValue();
  }

  static String[] key() {
    return new String[] {"Idempotency-Key", UUID.randomUUID().toString()};
  }

  JsonNode taken(String name) {
    var answer = agent.post("/api/v1/leases?agent=" + name + "&wait=30", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  static String path(JsonNode lease, String action) {
    return "/api/v1/leases/%s/%s".formatted(lease.path("lease").stringValue(), action);
  }

  JsonNode state(String job) {
    return ci.get("/api/v1/benchmarks/" + job).json();
  }

  JsonNode device(String name) {
    for (var device : ci.get("/api/v1/devices?limit=100").json().path("items")) {
      if (device.path("name").stringValue().equals(name + "/" + name)) return device;
    }
    throw new AssertionError("no device of " + name);
  }

  static String measurement(int fence, long median) {
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
