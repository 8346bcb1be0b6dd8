package dev.bantam.pruning.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.ContractFile;
import dev.bantam.kit.test.EndpointTable;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import dev.bantam.pruning.Recipe;
import dev.bantam.pruning.Scope;
import dev.bantam.pruning.Score;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningServiceTest {
  private static TestService service;

  @BeforeAll
  static void start() {
    // Nothing listens there: a job is tried again, and then says what it missed.
    service =
        TestService.start(
            new PruningService().service(), Map.of("bantam.platform", "http://127.0.0.1:1"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void everyEndpointIsOpenToItsRolesAndToNoOther() {
    EndpointTable.ofTheKit().jobs("prunings").verify(service);
  }

  @Test
  void theContractThatIsCheckedInIsTheOneThatTheCodeMakes() throws IOException {
    ContractFile.verify(service, "pruning");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | /model: is missing, must be the id of a model; /recipe: is missing, must say how
          {"model":"m","recipe":{}} | /recipe/sparsity: is missing, must be at least 0 and below 1
          {"model":"m","recipe":{"sparsity":1}} | /recipe/sparsity: sparsity is 1.0, must be at least 0 and below 1
          {"model":"m","recipe":{"sparsity":0.5,"scope":"all"}} | /recipe/scope: scope "all" is not known, must be one of [global, layer]
          """)
  void aRequestWithoutMeaningIsRefusedWithAllThatIsWrong(String body, String detail) {
    var answer = service.as(Role.CI).post("/api/v1/prunings", body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void whatARecipeLeavesOutIsAsOnTheCommandLine() {
    var asked = new PruningRequest.PruningRecipe(0.5, null, null, null, null);
    assertThat(PruningHandler.recipe(asked))
        .isEqualTo(new Recipe(0.5, Scope.GLOBAL, Score.ADAPTIVE));
  }

  @Test
  void aJobWhoseModelCannotBeFetchedFailsAfterItsAttempts() {
    var ci = service.as(Role.CI);
    var job =
        ci.post(
            "/api/v1/prunings",
            "{\"model\":\"mdl_1\",\"recipe\":%s}".formatted("{\"sparsity\":0.5}"));
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
