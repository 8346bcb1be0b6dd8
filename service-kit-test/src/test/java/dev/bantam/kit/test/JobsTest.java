package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.job.EventBody;
import dev.bantam.kit.test.TestClient.Answer;
import dev.bantam.kit.test.sample.SampleService;
import dev.bantam.kit.token.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JobsTest {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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
  void aJobRunsToItsResult() {
    var queued = ci.post("/api/v1/counts", "{\"to\":3}");

    assertThat(queued.status()).isEqualTo(202);
    assertThat(queued.header("Location")).isEqualTo("/api/v1/counts/" + id(queued));
    assertThat(id(queued)).matches("cnt_[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(queued.json().path("state").stringValue()).isEqualTo("queued");
    assertThat(queued.json().path("attempt").intValue()).isZero();
    assertThat(queued.json().path("result").isNull()).isTrue();
    var done = finished(id(queued));
    assertThat(done.path("state").stringValue()).isEqualTo("succeeded");
    assertThat(done.path("attempt").intValue()).isEqualTo(1);
    assertThat(done.path("result").path("to").intValue()).isEqualTo(3);
    assertThat(done.path("problem").isNull()).isTrue();
    assertThat(done.path("progress").path("message").stringValue()).isEqualTo("3 of 3");
  }

  @Test
  void aJobThatRefusesItsInputFailsAtOnceWithTheProblem() {
    var done = finished(submit("{\"to\":1,\"fail\":\"input\"}"));

    assertThat(done.path("state").stringValue()).isEqualTo("failed");
    assertThat(done.path("attempt").intValue()).isEqualTo(1);
    assertThat(done.path("problem").path("type").stringValue()).isEqualTo("/problems/unsupported");
    assertThat(done.path("problem").path("detail").stringValue())
        .isEqualTo("sample: nobody can count that");
    assertThat(done.path("result").isNull()).isTrue();
  }

  @Test
  void aJobThatMeetsAFaultOfTheSurroundingsIsTriedThreeTimes() {
    var done = finished(submit("{\"to\":1,\"fail\":\"surroundings\"}"));

    assertThat(done.path("state").stringValue()).isEqualTo("failed");
    assertThat(done.path("attempt").intValue()).isEqualTo(3);
    assertThat(done.path("problem").path("type").stringValue()).isEqualTo("/problems/unavailable");
    assertThat(done.path("problem").path("detail").stringValue())
        .isEqualTo("sample: the abacus is out of reach");
  }

  @Test
  void aJobThatFindsTheDiskFullIsTriedThreeTimesAndSaysSo() {
    var done = finished(submit("{\"to\":1,\"fail\":\"disk\"}"));

    assertThat(done.path("attempt").intValue()).isEqualTo(3);
    assertThat(done.path("problem").path("type").stringValue()).isEqualTo("/problems/unavailable");
    assertThat(done.path("problem").path("detail").stringValue())
        .isEqualTo("the disk: cannot be read or written, look whether it is full");
  }

  @Test
  void aFaultOfOursFailsTheJobAndIsNamed() {
    var id = submit("{\"to\":1,\"fail\":\"bug\"}");

    var done = finished(id);
    assertThat(done.path("problem").path("type").stringValue()).isEqualTo("/problems/internal");
    assertThat(done.path("problem").path("detail").stringValue())
        .isEqualTo(
            "count %s: failed by a fault of ours (java.lang.IllegalStateException: a fault in the sample)"
                .formatted(id));
  }

  @Test
  void onlyAFailedJobCanBeTriedAgain() {
    var failed = submit("{\"to\":1,\"fail\":\"input\"}");
    finished(failed);
    var again = ci.post("/api/v1/counts/" + failed + "/retry", "");
    assertThat(again.status()).isEqualTo(202);
    assertThat(id(again)).isNotEqualTo(failed);
    assertThat(again.json().path("recipe").path("fail").stringValue()).isEqualTo("input");

    var good = submit("{\"to\":1}");
    finished(good);
    var refused = ci.post("/api/v1/counts/" + good + "/retry", "");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").stringValue())
        .isEqualTo(
            "count %s: is succeeded, only one that failed can be tried again".formatted(good));
  }

  @Test
  void aRunningJobStopsWhereItNextReports() {
    var id = submit("{\"to\":1000,\"millis\":20}");
    await().until(() -> state(id).equals("running"));

    var cancelled = ci.delete("/api/v1/counts/" + id);

    assertThat(cancelled.status()).isEqualTo(202);
    assertThat(finished(id).path("state").stringValue()).isEqualTo("cancelled");
    var again = ci.delete("/api/v1/counts/" + id);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").stringValue())
        .isEqualTo(
            "count %s: is cancelled, only one that is queued or running can be cancelled"
                .formatted(id));
  }

  @Test
  void theSameKeyAnswersWithTheSameJobAndAnotherBodyIsRefused() {
    var key = UUID.randomUUID().toString();
    var first = ci.post("/api/v1/counts", "{\"to\":2}", "Idempotency-Key", key);
    finished(id(first));

    var second = ci.post("/api/v1/counts", "{ \"to\" : 2 }", "Idempotency-Key", key);

    assertThat(second.status()).isEqualTo(202);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    var other = ci.post("/api/v1/counts", "{\"to\":3}", "Idempotency-Key", key);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().path("detail").stringValue())
        .isEqualTo(
            "header Idempotency-Key: \"%s\" was used for another request, must be a new key"
                .formatted(key));
    var ofAnother =
        service.as(Role.ADMIN).post("/api/v1/counts", "{\"to\":3}", "Idempotency-Key", key);
    assertThat(ofAnother.status()).isEqualTo(202);
  }

  @Test
  void manyRequestsWithOneKeyMakeOneJob() {
    var key = UUID.randomUUID().toString();

    var ids =
        new HashSet<>(
            IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> id(ci.post("/api/v1/counts", "{\"to\":1}", "Idempotency-Key", key)))
                .toList());

    assertThat(ids).hasSize(1);
  }

  @Test
  void eventsStreamToTheFinalStateAndResumeBehindTheLastOneSeen() throws Exception {
    var id = submit("{\"to\":5,\"millis\":300}");

    var all = events(id, 0);

    assertThat(all.getFirst())
        .startsWith("id: 1\nevent: state\ndata: {\"state\":\"queued\",\"attempt\":0,\"at\":\"20");
    assertThat(all.getLast()).contains("event: state", "\"state\":\"succeeded\"");
    assertThat(all).anySatisfy(event -> assertThat(event).contains("event: log", "counting to 5"));
    assertThat(all).anySatisfy(event -> assertThat(event).contains("\"message\":\"3 of 5\""));
    assertThat(events(id, 3)).isEqualTo(all.subList(3, all.size()));
    assertThat(all).allSatisfy(JobsTest::readsAsTheContractSays);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1000})
  void aClientThatHasSeenTheLastEventIsToldSoAtOnce(long behindIt) throws Exception {
    var id = submit("{\"to\":1}");
    var seen = events(id, 0).size() + behindIt;

    var again = ci.stream("/api/v1/counts/" + id + "/events", "Last-Event-ID", "" + seen);

    assertThat(again.statusCode()).isEqualTo(204);
    try (var body = again.body()) {
      assertThat(body.readAllBytes()).isEmpty();
    }
  }

  @Test
  void aJobOfATokenWithFewRunningOnesComesBeforeAnEarlierOneOfABusyToken() {
    try (var narrow =
        TestService.start(new SampleService().service(), Map.of("bantam.jobs.concurrent", "2"))) {
      for (int i = 0; i < 8; i++) {
        narrow
            .as(Role.CI)
            .post("/api/v1/counts", "{\"to\":1,\"millis\":400,\"number\":%d}".formatted(i));
      }
      narrow.as(Role.ADMIN).post("/api/v1/counts", "{\"to\":1,\"number\":100}");

      var database = narrow.context().getBean(JdbcClient.class);
      await().atMost(Duration.ofSeconds(20)).until(() -> counted(database).size() == 9);
      assertThat(counted(database).indexOf(100)).isLessThan(6);
    }
  }

  @Test
  void jobsAreCountedAndTimedByKindAndState() {
    finished(submit("{\"to\":1}"));
    finished(submit("{\"to\":1,\"fail\":\"input\"}"));
    var cancelled = submit("{\"to\":1000,\"millis\":20}");
    ci.delete("/api/v1/counts/" + cancelled);
    finished(cancelled);
    await()
        .untilAsserted(
            () ->
                assertThat(service.as(Role.VIEWER).get("/actuator/prometheus").body())
                    .contains(
                        "bantam_jobs_submitted_total{kind=\"count\"}",
                        "bantam_jobs_ended_total{kind=\"count\",state=\"succeeded\"}",
                        "bantam_jobs_ended_total{kind=\"count\",state=\"failed\"}",
                        "bantam_jobs_ended_total{kind=\"count\",state=\"cancelled\"}",
                        "bantam_jobs_duration_seconds_count{kind=\"count\",state=\"succeeded\"}",
                        "bantam_jobs_duration_seconds_max{kind=\"count\",state=\"failed\"}"));
  }

  @Test
  void listsGoFromTheNewestInPages() {
    var ids = new ArrayList<String>();
    for (int i = 0; i < 5; i++) ids.addFirst(submit("{\"to\":1}"));

    var first = ci.get("/api/v1/counts?limit=3").json();
    var second = ci.get("/api/v1/counts?limit=2&cursor=" + first.path("next").stringValue()).json();

    var seen = new ArrayList<String>();
    first.path("items").forEach(item -> seen.add(item.path("id").stringValue()));
    second.path("items").forEach(item -> seen.add(item.path("id").stringValue()));
    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void aQueueThatIsFullAsksToSlowDown() {
    try (var small =
        TestService.start(
            new SampleService().service(),
            Map.of("bantam.jobs.queued-per-token", "2", "bantam.jobs.concurrent", "1"))) {
      var client = small.as(Role.CI);
      Answer last = client.post("/api/v1/counts", "{\"to\":1000,\"millis\":10}");
      for (int i = 0; i < 4 && last.status() == 202; i++) {
        last = client.post("/api/v1/counts", "{\"to\":1000,\"millis\":10}");
      }
      assertThat(last.status()).isEqualTo(429);
      assertThat(last.header("Retry-After")).isEqualTo("5");
      assertThat(last.json().path("detail").stringValue())
          .isEqualTo("count: this token has 2 jobs waiting already, which is the limit");
    }
  }

  private static List<Integer> counted(JdbcClient database) {
    return database
        .sql("SELECT job_number FROM sample.counted ORDER BY at")
        .query((row, n) -> row.getInt(1))
        .list();
  }

  private static String submit(String json) {
    var answer = ci.post("/api/v1/counts", json);
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return id(answer);
  }

  private static String id(Answer answer) {
    return answer.json().path("id").stringValue();
  }

  private static String state(String id) {
    return ci.get("/api/v1/counts/" + id).json().path("state").stringValue();
  }

  private static JsonNode finished(String id) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> List.of("succeeded", "failed", "cancelled").contains(state(id)));
    return ci.get("/api/v1/counts/" + id).json();
  }

  private static void readsAsTheContractSays(String event) {
    var lines = event.split("\n");
    var body =
        switch (lines[1]) {
          case "event: state" -> EventBody.StateEvent.class;
          case "event: log" -> EventBody.LogEvent.class;
          default -> EventBody.ProgressEvent.class;
        };
    STRICT.readValue(lines[2].substring("data: ".length()), body);
  }

  private static List<String> events(String id, long after) throws Exception {
    var response =
        ci.stream("/api/v1/counts/" + id + "/events", "Last-Event-ID", String.valueOf(after));
    try (var body = response.body()) {
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      return List.of(new String(body.readAllBytes(), StandardCharsets.UTF_8).split("\n\n"));
    }
  }
}
