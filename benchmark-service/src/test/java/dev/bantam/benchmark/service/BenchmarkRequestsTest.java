package dev.bantam.benchmark.service;

import static dev.bantam.benchmark.service.TestFarm.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
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
          mdl_onnx     | /model: model mdl_onnx: is of format onnx, only a tflite model can be measured; convert it first
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
}
