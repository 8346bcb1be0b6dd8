package dev.bantam.benchmark.service;

import static dev.bantam.benchmark.service.TestFarm.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a benchmark may be asked for with, and what not. */
class BenchmarkRequestsTest {
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
  void aRequestIsAnsweredAsTheFirstTimeAlsoWhereItsDeviceIsGone() {
    var name = farm.announced();
    var body = "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\"}}".formatted(name);
    var first = farm.ci().post("/api/v1/benchmarks", body, "Idempotency-Key", name);
    assertThat(first.status()).as(first.body()).isEqualTo(202);
    var without = "{\"version\":\"1\",\"devices\":[]}";
    farm.agent()
        .send(
            "PUT",
            "/api/v1/agents/" + name,
            BodyPublishers.ofString(without),
            "Content-Type",
            "application/json");
    assertThat(farm.ci().post("/api/v1/benchmarks", body).status()).isEqualTo(422);
    var again = farm.ci().post("/api/v1/benchmarks", body, "Idempotency-Key", name);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json()).isEqualTo(first.json());
    farm.ci().delete(first.header("Location"));
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
    farm.announce(farm.agent(), name, "{\"mostThreads\":1}");
    var answer = farm.ci().post("/api/v1/" + collection, body.replace("%s", name), key());
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    var error = answer.json().path("errors").path(0);
    assertThat(error.path("pointer").stringValue()).isEqualTo(pointer);
    assertThat(error.path("detail").stringValue())
        .isEqualTo("2 is too many for device %s, must be at most 1".formatted(name));
  }

  @Test
  void aLimitOfThreadsThatIsNoNumberIsNone() {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    farm.announce(farm.agent(), name, "{\"mostThreads\":\"1e999999\"}");
    var body = "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\",\"threads\":9}}".formatted(name);
    assertThat(farm.ci().post("/api/v1/benchmarks", body, key()).status()).isEqualTo(202);
  }

  @Test
  void aRequestForADeviceThatNobodyHasIsRefused() {
    var answer =
        farm.ci()
            .post(
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
          mdl_onnx     | /model: model mdl_onnx: is of format onnx, must be tflite; convert it first
          """)
  void aRequestForAModelThatCannotBeMeasuredIsRefused(String model, String detail) {
    var answer = farm.ci().post("/api/v1/benchmarks", "{\"model\":\"%s\"}".formatted(model), key());
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          benchmarks | {"model":"mdl_none","recipe":{"device":"%s","threads":2}} | /model /recipe/threads
          suites | {"name":"%s","models":["mdl_none"],"devices":["%s"],"threads":[2]} | /models/0 /threads
          """)
  void allThatIsWrongWithARequestIsSaidAtOnce(String collection, String body, String pointers) {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    farm.announce(farm.agent(), name, "{\"mostThreads\":1}");
    var answer = farm.ci().post("/api/v1/" + collection, body.replace("%s", name), key());
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("errors").valueStream())
        .extracting(error -> error.path("pointer").stringValue())
        .containsExactly(pointers.split(" "));
  }

  /** A new agent of a kind of device that no other has. */
  private static String announcedOfKind(String kind, int mostThreads) {
    var name = "a" + UUID.randomUUID().toString().substring(0, 8);
    var body =
        "{\"version\":\"1\",\"devices\":[{\"name\":\"%s\",\"kind\":\"%s\",\"capabilities\":{\"mostThreads\":%d}}]}"
            .formatted(name, kind, mostThreads);
    farm.agent()
        .send(
            "PUT",
            "/api/v1/agents/" + name,
            BodyPublishers.ofString(body),
            "Content-Type",
            "application/json");
    return name;
  }

  @Test
  void aBenchmarkGoesToADeviceThatHasItsThreads() {
    var kind = "k" + UUID.randomUUID().toString().substring(0, 8);
    var small = announcedOfKind(kind, 1);
    var large = announcedOfKind(kind, 2);
    var body = "{\"model\":\"mdl_1\",\"recipe\":{\"device\":\"%s\",\"threads\":2}}".formatted(kind);
    var job = farm.ci().post("/api/v1/benchmarks", body, key()).json().path("id").stringValue();

    assertThat(farm.device(small).path("queue").path("length").intValue()).isZero();
    assertThat(farm.device(large).path("queue").path("length").intValue()).isEqualTo(1);
    assertThat(farm.agent().post("/api/v1/leases?agent=" + small, "").status()).isEqualTo(204);
    var lease = farm.taken(large);
    assertThat(lease.path("benchmark").path("id").stringValue()).isEqualTo(job);
    for (var called : List.of(large, kind, large + "/" + large)) {
      var found = farm.ci().get("/api/v1/benchmarks?device=" + called).json().path("items");
      assertThat(found.valueStream().map(it -> it.path("id").stringValue())).containsExactly(job);
    }
    assertThat(farm.ci().get("/api/v1/benchmarks?device=" + small).json().path("items")).isEmpty();
  }

  @Test
  void threadsThatNoDeviceHasAreRefusedAlsoWhereNoDeviceIsNamed() {
    try (var alone = TestFarm.start()) {
      var body = "{\"model\":\"mdl_1\",\"recipe\":{\"threads\":2}}";
      assertThat(alone.ci().post("/api/v1/benchmarks", body, key()).status())
          .as("there is no device yet that could not")
          .isEqualTo(202);
      alone.announce(alone.agent(), "one", "{\"mostThreads\":1}");
      var answer = alone.ci().post("/api/v1/benchmarks", body, key());
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().path("detail").stringValue())
          .isEqualTo("/recipe/threads: 2 is too many for every device, must be at most 1");
    }
  }

  @Test
  void aDeviceThatIsNothingIsRefused() {
    var answer =
        farm.agent()
            .send(
                "PUT",
                "/api/v1/agents/nothing",
                BodyPublishers.ofString("{\"version\":\"1\",\"devices\":[null]}"),
                "Content-Type",
                "application/json");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue())
        .isEqualTo("/devices/0: must be an object");
  }
}
