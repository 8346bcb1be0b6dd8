package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.error.ErrorCode;
import dev.bantam.kit.test.TestClient.Answer;
import dev.bantam.kit.test.sample.SampleService;
import dev.bantam.kit.token.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class MannersTest {
  private static TestService service;
  private static TestClient ci;

  @BeforeAll
  static void start() {
    service = TestService.start(new SampleService().service(), Map.of());
    ci = service.as(Role.CI);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void everyEndpointIsOpenToItsRolesAndToNoOther() {
    EndpointTable.ofTheKit().jobs("counts").verify(service);
  }

  @Test
  void aClosedServerReadsOutNothingToNobodyAndLittleToAgents() {
    try (var closed =
        TestService.start(new SampleService().service(), Map.of("bantam.public-read", "false"))) {
      assertThat(closed.anyone().get("/api/v1/counts").status()).isEqualTo(401);
      assertThat(closed.as(Role.AGENT).get("/api/v1/counts").status()).isEqualTo(403);
      assertThat(closed.as(Role.AGENT).get("/api/v1/counts/cnt_none").status())
          .as("what an agent may read also there")
          .isEqualTo(404);
      assertThat(closed.as(Role.VIEWER).get("/api/v1/counts").status()).isEqualTo(200);
      assertThat(closed.anyone().get("/actuator/health/readiness").status()).isEqualTo(200);
    }
  }

  @Test
  void anUnknownTokenIsRefusedAlsoWhereNoneIsNeeded() {
    var answer = service.anyone().with("bt_unknown").get("/api/v1/counts");

    problem(
        answer,
        401,
        "unauthorized",
        "header Authorization: the token is unknown or has expired, must be Bearer and a token (bt_...)");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void aMissingTokenAndAWeakRoleAreToldApart() {
    problem(
        service.anyone().post("/api/v1/counts", "{\"to\":1}"),
        401,
        "unauthorized",
        "header Authorization: is missing, must be Bearer and a token (bt_...)");
    problem(
        service.as(Role.VIEWER).post("/api/v1/counts", "{\"to\":1}"),
        403,
        "forbidden",
        "POST /api/v1/counts: the role viewer is not enough, must be admin or ci");
  }

  @Test
  void aTokenIsShownOnceAndEndsWhenItIsRevoked() {
    var admin = service.as(Role.ADMIN);
    var made = admin.post("/api/v1/tokens", "{\"role\":\"viewer\",\"name\":\"wall\"}");
    assertThat(made.status()).isEqualTo(201);
    var secret = made.json().path("token").stringValue();
    var id = made.json().path("id").stringValue();
    assertThat(secret).matches("bt_[A-Za-z0-9_-]{43}");
    assertThat(service.anyone().with(secret).get("/api/v1/counts").status()).isEqualTo(200);
    assertThat(admin.get("/api/v1/tokens/" + id).body()).doesNotContain(secret, "\"token\"");

    assertThat(admin.delete("/api/v1/tokens/" + id).status()).isEqualTo(204);

    assertThat(service.anyone().with(secret).get("/api/v1/counts").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADMIN", "CI", "VIEWER", "AGENT"})
  void aHolderOfATokenLearnsItsRoleAndNotItsSecret(Role role) {
    var answer = service.as(role).get("/api/v1/tokens/current");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("role").stringValue()).isEqualTo(role.toString());
    assertThat(answer.json().path("id").stringValue()).startsWith("tok_");
    assertThat(answer.json().has("token")).isFalse();
  }

  @Test
  void aRequestForATokenMayBeRepeated() {
    var admin = service.as(Role.ADMIN);
    var body = "{\"role\":\"viewer\",\"name\":\"wall\"}";
    var first = admin.post("/api/v1/tokens", body, "Idempotency-Key", "k1");
    var again = admin.post("/api/v1/tokens", body, "Idempotency-Key", "k1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    var secret = first.json().path("token").stringValue();
    assertThat(service.anyone().with(secret).get("/api/v1/counts").status()).isEqualTo(200);

    var other = admin.post("/api/v1/tokens", body, "Idempotency-Key", "k2").json();
    assertThat(other.path("token").stringValue()).isNotEqualTo(secret);
    assertThat(admin.post("/api/v1/tokens", "{\"role\":\"ci\"}", "Idempotency-Key", "k1").status())
        .isEqualTo(409);
    var kept =
        service
            .context()
            .getBean(JdbcClient.class)
            .sql("SELECT body FROM idempotency WHERE key = 'k1'")
            .query(String.class)
            .single();
    assertThat(kept).contains("salt").doesNotContain(secret);
  }

  @Test
  void everythingThatIsWrongWithABodyIsToldAtOnce() {
    var answer = ci.post("/api/v1/counts", "{\"fail\":\"a way to fail that is long\"}");

    problem(
        answer,
        422,
        "invalid-request",
        "/fail: is longer than 20 characters; /to: is missing, must be a number");
    assertThat(answer.json().path("errors").toString())
        .isEqualTo(
            "[{\"pointer\":\"/fail\",\"detail\":\"is longer than 20 characters\"},"
                + "{\"pointer\":\"/to\",\"detail\":\"is missing, must be a number\"}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"to":"many","fail":"a way to fail that is long","millis":{}} | /fail: is longer than 20 characters; /millis: must be a whole number; /to: must be a whole number
          {"too":[1,{"to":2}],"to":2000,"tooo":1} | /to: must be at most 1000; /too: is not known, must be one of fail, millis, number, to; /tooo: is not known, must be one of fail, millis, number, to
          {"number":true,"to":1.5} | /number: must be a whole number; /to: must be a whole number
          [] | the body: must be an object
          """)
  void whatIsOfAnotherKindIsToldTogetherWithTheRest(String body, String detail) {
    problem(ci.post("/api/v1/counts", body), 422, "invalid-request", detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"to":1,"fail":"a\\u0000"} | true
          {"to":1,"fail":"\\\\\\u0000"} | true
          {"to":1,"fail":"\\\\u0000"} | false
          """)
  void textWithoutNulIsKeptAndWithItRefused(String body, boolean refused) {
    var answer = ci.post("/api/v1/counts", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(refused ? 422 : 202);
    if (!refused) return;
    var detail = "the body: holds the character NUL, must be text without it";
    problem(answer, 422, "invalid-request", detail);
  }

  @Test
  void aParameterWithNulIsRefused() {
    problem(
        service.as(Role.ADMIN).get("/api/v1/tokens?cursor=%00"),
        422,
        "invalid-request",
        "parameter cursor: holds the character NUL, must be text without it");
  }

  @Test
  void anAddressThatIsRefusedAtTheDoorIsAProblemToo() {
    var answer = service.anyone().get("/api/v1//counts");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/unreadable-request");
    assertThat(answer.json().path("status").intValue()).isEqualTo(400);
  }

  @Test
  void aBodyIsNoLongerThanTheLimit() {
    var most = 1 << 20;
    var longest = "{\"to\":1}" + " ".repeat(most - 8);
    assertThat(ci.post("/api/v1/counts", longest).status()).isEqualTo(202);
    problem(
        ci.post("/api/v1/counts", longest + " "),
        413,
        "too-large",
        "the body: is longer than the limit of 1048576 bytes, send less");
  }

  @Test
  void aBodyThatIsNoJsonIsUnreadable() {
    var answer = ci.post("/api/v1/counts", "{\"to\":");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/unreadable-request");
    assertThat(answer.json().path("detail").stringValue())
        .startsWith("the body: line 1, column 7: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"to":1,"to":2} | 400 | the body: line 1, column 13: Duplicate Object property "to", must be JSON
          {"to":NaN}      | 400 | the body: line 1, column 10: Non-standard token 'NaN', must be JSON
          {"to":          | 400 | the body: line 1, column 7: Unexpected end-of-input within/between Object entries, must be JSON
          {"to":2147483648} | 422 | /to: must be in [-2147483648, 2147483647]
          """)
  void whatTheReaderRefusesIsSaidInOurWords(String body, int status, String detail) {
    var slug = status == 400 ? "unreadable-request" : "invalid-request";
    problem(ci.post("/api/v1/counts", body), status, slug, detail);
  }

  @Test
  void aBodyThatIsTooDeepIsRefused() {
    var deep = "{\"to\":".repeat(600) + "1" + "}".repeat(600);
    problem(
        ci.post("/api/v1/counts", deep),
        422,
        "invalid-request",
        "/to: Document nesting depth (501) exceeds the maximum allowed (500); /to: must be a whole number");
  }

  @Test
  void aQueryThatCannotBeDecodedIsUnreadable() {
    problem(
        service.as(Role.ADMIN).get("/api/v1/tokens?cursor=%ff"),
        400,
        "unreadable-request",
        "the query: cannot be decoded, must be UTF-8, percent-encoded");
  }

  @Test
  void nothingIsMadeForWhoCannotReadTheAnswer() {
    var key = "unreadable";
    var body = "{\"to\":1,\"number\":77}";
    problem(
        ci.post("/api/v1/counts", body, "Accept", "text/html", "Idempotency-Key", key),
        406,
        "not-acceptable",
        "header Accept: text/html cannot be answered, must allow application/json");
    problem(
        ci.post("/api/v1/counts", body, "Accept", "nonsense", "Idempotency-Key", key),
        406,
        "not-acceptable",
        "header Accept: nonsense cannot be answered, must allow application/json");
    var other = ci.post("/api/v1/counts", "{\"to\":1}", "Idempotency-Key", key);
    assertThat(other.status()).as("the key is still free").isEqualTo(202);
  }

  @Test
  void whatCanBeDoneWithAnAddressIsToldToEverybody() {
    var answer = service.anyone().send("OPTIONS", "/api/v1/counts", BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Allow")).contains("GET", "HEAD", "POST");
  }

  @Test
  void unknownFieldsAndParametersAreErrors() {
    problem(
        ci.post("/api/v1/counts", "{\"too\":1}"),
        422,
        "invalid-request",
        "/to: is missing, must be a number; /too: is not known, must be one of fail, millis, number,"
            + " to");
    problem(
        ci.get("/api/v1/counts?limt=1"),
        422,
        "invalid-request",
        "parameter limt: is not known, must be one of cursor, limit, state");
    problem(
        ci.get("/api/v1/counts?limit=1&state=failed&limit=2&state=queued"),
        422,
        "invalid-request",
        "parameter limit: is given 2 times, must be given once");
    problem(
        ci.get("/api/v1/counts?limit=0&cursor=%21"),
        422,
        "invalid-request",
        "parameter limit: 0 must be in [1, 500]; parameter cursor: \"!\" must be the \"next\" of a"
            + " list's answer");
    problem(
        ci.get("/api/v1/counts?limit=many"),
        422,
        "invalid-request",
        "parameter limit: \"many\" must be a whole number");
    problem(
        ci.get("/api/v1/counts?state=tired"),
        422,
        "invalid-request",
        "parameter state: state \"tired\" must be one of queued, running, succeeded, failed,"
            + " cancelled");
  }

  @Test
  void addressesMethodsAndMediaTypesThatAreNotThere() {
    problem(ci.get("/api/v1/none"), 404, "not-found", "/api/v1/none: there is no such address");
    problem(ci.get("/api/v1/counts/cnt_0"), 404, "not-found", "count cnt_0: does not exist");
    var method = ci.send("PUT", "/api/v1/counts", BodyPublishers.noBody());
    problem(
        method,
        405,
        "method-not-allowed",
        "PUT /api/v1/counts: is not possible, must be one of GET, POST");
    assertThat(method.header("Allow")).contains("GET", "POST");
    problem(
        ci.upload("/api/v1/counts", new byte[1], "Content-Type", "text/plain"),
        415,
        "unsupported-media-type",
        "header Content-Type: text/plain is not read here, must be application/json");
    problem(
        ci.get("/api/v1/counts/cnt_0/events", "Last-Event-ID", "x"),
        404,
        "not-found",
        "count cnt_0: does not exist");
  }

  @Test
  void aReadThatIsKnownAlreadyIsNotSentAgain() {
    var created = ci.post("/api/v1/counts", "{\"to\":1,\"fail\":\"input\"}").json();
    var path = "/api/v1/counts/" + created.path("id").stringValue();
    org.awaitility.Awaitility.await()
        .until(() -> ci.get(path).json().path("state").stringValue().equals("failed"));
    var first = ci.get(path);

    var second = ci.get(path, "If-None-Match", first.header("ETag"));

    assertThat(first.header("ETag")).isNotEmpty();
    assertThat(ci.send("HEAD", path, BodyPublishers.noBody()).header("ETag"))
        .isEqualTo(first.header("ETag"));
    assertThat(second.status()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void everyProblemIsInTheCatalogueWithCauseAndCure() {
    var catalogue = service.anyone().get("/problems", "Accept", "application/json").json();
    for (var code : ErrorCode.values()) {
      assertThat(catalogue.toString()).contains("\"slug\":\"" + code.slug() + "\"");
      var one = service.anyone().get("/problems/" + code.slug(), "Accept", "text/html");
      assertThat(one.body()).contains("Cause.", "Cure.", code.slug());
    }
    assertThat(service.anyone().get("/problems/none").status()).isEqualTo(404);
  }

  @Test
  void metricsAreForAdminsAndScrapersAndHealthIsForEverybody() {
    assertThat(service.anyone().get("/actuator/prometheus").status()).isEqualTo(401);
    assertThat(service.as(Role.AGENT).get("/actuator/prometheus").status()).isEqualTo(403);
    assertThat(service.as(Role.VIEWER).get("/actuator/prometheus").body())
        .contains("bantam_jobs_queued", "bantam_jobs_queue_age_seconds", "bantam_jobs_running");
    assertThat(service.anyone().get("/actuator/health/readiness").body())
        .contains("\"status\":\"UP\"");
    assertThat(service.anyone().get("/actuator/health/liveness").status()).isEqualTo(200);
  }

  private static void problem(Answer answer, int status, String slug, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/" + slug);
    assertThat(answer.json().path("status").intValue()).isEqualTo(status);
    assertThat(answer.json().path("title").stringValue()).isNotEmpty();
    assertThat(answer.json().path("instance").stringValue()).startsWith("/");
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }
}
