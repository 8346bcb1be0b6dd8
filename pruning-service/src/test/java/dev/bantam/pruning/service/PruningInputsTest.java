package dev.bantam.pruning.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.FakeStore;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request names is looked up before a job is queued. */
class PruningInputsTest {
  private static FakeStore store;
  private static TestService service;

  @BeforeAll
  static void start() {
    store = new FakeStore();
    service =
        TestService.start(
            new PruningService().service(), Map.of("bantam.platform", store.address()));
  }

  @AfterAll
  static void stop() {
    service.close();
    store.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          prunings | {"model":"mdl_onnx","recipe":{"sparsity":0.5}} | /model: model mdl_onnx: is of format onnx, must be tflite; convert it first
          prunings | {"model":"mdl_none","recipe":{"sparsity":0.5,"evaluation":{"dataset":"dat_none"}}} | /model: model mdl_none: does not exist; /recipe/evaluation/dataset: data set dat_none: does not exist
          """)
  void whatTheStoreDoesNotHaveIsRefusedAllAtOnce(String collection, String body, String detail) {
    var answer = service.as(Role.CI).post("/api/v1/" + collection, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          prunings | {"model":"mdl_1","recipe":{"sparsity":0.5,"evaluation":{"dataset":"dat_1"}}}
          """)
  void whatItHasIsAccepted(String collection, String body) {
    var answer = service.as(Role.CI).post("/api/v1/" + collection, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }
}
