package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.kit.test.sample.SampleService;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ContractTest {
  private static TestService service;
  private static JsonNode contract;

  @BeforeAll
  static void start() {
    service = TestService.start(new SampleService().service(), Map.of());
    contract = service.anyone().get("/v3/api-docs").json();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static JsonNode property(String schema, String name) {
    return contract.at("/components/schemas/%s/properties/%s".formatted(schema, name));
  }

  private static String answer(String path, String method, String status, String type) {
    return contract
        .path("paths")
        .path(path)
        .path(method)
        .path("responses")
        .path(status)
        .path("content")
        .path(type)
        .path("schema")
        .toString();
  }

  @Test
  void eachKindOfJobHasASchemaOfItsOwn() {
    assertThat(property("CountJob", "kind").toString())
        .isEqualTo("{\"type\":\"string\",\"enum\":[\"count\"]}");
    assertThat(property("CountJob", "recipe").toString())
        .isEqualTo("{\"$ref\":\"#/components/schemas/CountRequest\"}");
    assertThat(property("CountJob", "result").toString())
        .isEqualTo("{\"anyOf\":[{\"$ref\":\"#/components/schemas/Counted\"},{\"type\":\"null\"}]}");
    assertThat(property("CountJobPage", "items").path("items").toString())
        .isEqualTo("{\"$ref\":\"#/components/schemas/CountJob\"}");
    assertThat(contract.path("components").path("schemas").has("JobResource")).isFalse();
  }

  @Test
  void operationsAnswerWithIt() {
    var job = "{\"$ref\":\"#/components/schemas/CountJob\"}";
    var json = "application/json";
    assertThat(answer("/api/v1/counts/{id}", "get", "200", json)).isEqualTo(job);
    assertThat(answer("/api/v1/counts/{id}", "delete", "202", json)).isEqualTo(job);
    assertThat(answer("/api/v1/counts", "post", "202", json)).isEqualTo(job);
    assertThat(answer("/api/v1/counts/{id}/retry", "post", "202", json)).isEqualTo(job);
    assertThat(answer("/api/v1/counts/{id}/retry", "post", "200", json)).isEmpty();
    assertThat(answer("/api/v1/counts/{id}", "get", "default", "application/problem+json"))
        .isEqualTo("{\"$ref\":\"#/components/schemas/Problem\"}");
    assertThat(answer("/api/v1/counts/{id}/events", "get", "200", "text/event-stream"))
        .contains("ProgressEvent", "LogEvent", "StateEvent");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/tokens, get, 200 304",
    "/api/v1/tokens, post, 201",
    "/api/v1/tokens/{id}, delete, 204",
    "/api/v1/counts, post, 202",
    "/api/v1/counts/{id}, get, 200 304",
    "/api/v1/counts/{id}/events, get, 200 204",
  })
  void goodAnswersHaveTheStatusesThatTheyAreSentWith(String path, String method, String statuses) {
    var responses = contract.path("paths").path(path).path(method).path("responses");
    assertThat(responses.propertyNames())
        .containsExactlyInAnyOrder((statuses + " default").split(" "));
  }

  @Test
  void anAnswerThatTheContractDoesNotKnowIsFound() {
    var check = new ContractCheck(contract);
    assertThatThrownBy(() -> check.verify("POST", "/api/v1/counts", 200, "", Optional.empty()))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "POST /api/v1/counts answers 200, which the contract does not know: it has"
                + " Optional[[202, default]]");
    var id = "/api/v1/tokens/current";
    var body = "{\"id\":7,\"name\":\"n\",\"role\":\"king\",\"age\":1,\"expiresAt\":null}";
    assertThatThrownBy(() -> check.verify("GET", id, 200, "application/json", Optional.of(body)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "GET /api/v1/tokens/current: the answer is not what the contract says: "
                + "/createdAt is missing; /id is NUMBER, must be \"string\"; /role is \"king\", must be"
                + " one of [\"admin\",\"ci\",\"viewer\",\"agent\",\"service\"]; /age is not known; it is "
                + body);
    assertThatThrownBy(() -> check.verify("GET", id, 404, "text/html", Optional.of("")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "GET /api/v1/tokens/current answers 404 as \"text/html\", must be application/problem+json");
  }

  @Test
  void whatIsAlwaysThereIsRequiredAndWhatMayBeNullSaysSo() {
    assertThat(
            contract
                .at("/components/schemas/CountJob/required")
                .valueStream()
                .map(JsonNode::stringValue))
        .containsExactlyInAnyOrder(
            "id", "kind", "state", "attempt", "recipe", "stages", "createdAt");
    assertThat(property("CountJob", "startedAt").path("type").toString())
        .isEqualTo("[\"string\",\"null\"]");
    assertThat(contract.at("/components/schemas/CountRequest/required").toString())
        .isEqualTo("[\"to\"]");
    assertThat(property("CountRequest", "to").path("type").toString()).isEqualTo("\"integer\"");
    assertThat(property("Problem", "instance").path("type").toString()).contains("string");
    assertThat(contract.at("/components/schemas/Problem/required").toString())
        .doesNotContain("errors", "instance");
  }
}
