package dev.bantam.quantization.service;

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
class QuantizationInputsTest {
  private static FakeStore store;
  private static TestService service;

  @BeforeAll
  static void start() {
    store = new FakeStore();
    service =
        TestService.start(
            new QuantizationService().service(), Map.of("bantam.platform", store.address()));
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
          quantizations | {"model":"mdl_none","recipe":{"scheme":"dynamic"}} | /model: model mdl_none: does not exist
          quantizations | {"model":"mdl_onnx","recipe":{"scheme":"dynamic"}} | /model: model mdl_onnx: is of format onnx, must be tflite; convert it first
          quantizations | {"model":"mdl_none","recipe":{"scheme":"int8","calibration":{"dataset":"dat_no"},"evaluation":{"dataset":"dat_none"}}} | /model: model mdl_none: does not exist; /recipe/calibration/dataset: data set dat_no: does not exist; /recipe/evaluation/dataset: data set dat_none: does not exist
          quantizations | {"model":"mdl_1","recipe":{"scheme":"dynamic","evaluation":{"dataset":"../models/mdl_1"}}} | /recipe/evaluation/dataset: data set ../models/mdl_1: does not exist
          evaluations   | {"model":"mdl_none","recipe":{"dataset":"dat_none"}} | /model: model mdl_none: does not exist; /recipe/dataset: data set dat_none: does not exist
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
          quantizations | {"model":"mdl_1","recipe":{"scheme":"dynamic"}}
          quantizations | {"model":"mdl_1","recipe":{"scheme":"int8","calibration":{"dataset":"dat_1"},"evaluation":{"dataset":"dat_1"}}}
          evaluations   | {"model":"mdl_1","recipe":{"dataset":"dat_1"}}
          """)
  void whatItHasIsAccepted(String collection, String body) {
    var answer = service.as(Role.CI).post("/api/v1/" + collection, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
  }
}
