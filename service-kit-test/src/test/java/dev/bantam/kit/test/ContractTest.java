package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.sample.SampleService;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
