package dev.bantam.quantization.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.ContractFile;
import dev.bantam.kit.test.EndpointTable;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizationServiceTest {
  private static TestService service;

  @BeforeAll
  static void start() {
    // Nothing listens there: a job is tried again, and then says what it missed.
    service =
        TestService.start(
            new QuantizationService().service(), Map.of("bantam.platform", "http://127.0.0.1:1"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void everyEndpointIsOpenToItsRolesAndToNoOther() {
    EndpointTable.ofTheKit().jobs("quantizations").jobs("evaluations").verify(service);
  }

  @Test
  void theContractThatIsCheckedInIsTheOneThatTheCodeMakes() throws IOException {
    ContractFile.verify(service, "quantization");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | /model: is missing, must be the id of a model; /recipe: is missing, must say how
          {"model":"m","recipe":{}} | /recipe/scheme: is missing, must be one of dynamic, int8, int16x8, fp16
          {"model":" ","recipe":{"scheme":"int7","calibration":{"dataset":"","samples":0}}} | /model: is missing, must be the id of a model; /recipe/calibration: calibration samples are 0, must be at least 1; /recipe/calibration/dataset: is missing, must be the id of a data set; /recipe/scheme: scheme "int7" is not known, must be one of dynamic, int8, int16x8, fp16
          {"model":7,"recipe":{"scheme":"int8","calibration":[],"floatInterface":"maybe","training":{}}} | /recipe/calibration: must be an object; /recipe/floatInterface: must be true or false; /recipe/training: is not known, must be one of calibration, evaluation, floatInterface, preprocessing, scheme
          {"model":"m","recipe":{"scheme":"int7"}} | /recipe/scheme: scheme "int7" is not known, must be one of dynamic, int8, int16x8, fp16
          {"model":"m","recipe":{"scheme":"int8"}} | /recipe/calibration: is missing, scheme int8 needs it
          {"model":"m","recipe":{"scheme":"x","preprocessing":"y"}} | /recipe/scheme: scheme "x" is not known, must be one of dynamic, int8, int16x8, fp16; /recipe/preprocessing: preprocessing: "y" is none of mean=, std=, resize
          """)
  void aRequestWithoutMeaningIsRefusedWithAllThatIsWrong(String body, String detail) {
    var answer = service.as(Role.CI).post("/api/v1/quantizations", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | /model: is missing, must be the id of a model; /recipe: is missing, must say with what
          {"model":"m","recipe":{}} | /recipe/dataset: is missing, must be the id of a data set
          {"model":"m","recipe":{"dataset":"d","preprocessing":"y"}} | /recipe/preprocessing: preprocessing: "y" is none of mean=, std=, resize
          """)
  void anEvaluationWithoutMeaningIsRefusedWithAllThatIsWrong(String body, String detail) {
    var answer = service.as(Role.CI).post("/api/v1/evaluations", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void aJobWhoseModelCannotBeFetchedFailsAfterItsAttempts() {
    var ci = service.as(Role.CI);
    var job =
        ci.post(
            "/api/v1/quantizations",
            "{\"model\":\"mdl_1\",\"recipe\":%s}".formatted("{\"scheme\":\"dynamic\"}"));
    assertThat(job.status()).as(job.body()).isEqualTo(202);
    var path = job.header("Location");
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> ci.get(path).json().path("state").stringValue().equals("failed"));
    var failed = ci.get(path).json();
    assertThat(failed.path("attempt").intValue()).isEqualTo(3);
    assertThat(failed.path("problem").path("detail").stringValue())
        .isEqualTo(
            "http://127.0.0.1:1/api/v1/models/mdl_1: cannot be reached, nothing listens there");
  }
}
