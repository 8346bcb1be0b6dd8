package dev.bantam.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bantam.kit.gateway.Gateway;
import dev.bantam.kit.gateway.Routes;
import dev.bantam.kit.test.sample.SampleService;
import dev.bantam.kit.token.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  private static TestService service;
  private static Routes routes;
  private static Gateway gateway;

  @BeforeAll
  static void start() {
    var descriptor = new SampleService().service();
    service = TestService.start(descriptor, Map.of());
    routes = new Routes(List.of(descriptor), Set.of("sample"));
    gateway = Gateway.start("127.0.0.1", 0, routes);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    service.close();
  }

  private static TestClient through(Role role) {
    return TestClient.of(gateway.address()).with(service.tokenOf(role));
  }

  @Test
  void untilAServiceIsUpItsAddressesAskToComeAgain() {
    var empty = new Routes(List.of(new SampleService().service()), Set.of("sample"));
    try (var early = Gateway.start("127.0.0.1", 0, empty)) {
      var answer = TestClient.of(early.address()).get("/api/v1/counts");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("5");
      assertThat(answer.json().path("detail").stringValue())
          .isEqualTo("/api/v1/counts: the service sample is not up yet, nothing is lost");
      assertThat(TestClient.of(early.address()).get("/actuator/health/readiness").status())
          .isEqualTo(503);
      assertThat(TestClient.of(early.address()).get("/actuator/health/liveness").status())
          .isEqualTo(200);
      empty.add("sample", java.net.URI.create("http://127.0.0.1:1"));
      var gone = TestClient.of(early.address()).get("/api/v1/counts");
      assertThat(gone.json().path("detail").stringValue())
          .isEqualTo("/api/v1/counts: its service does not answer just now, nothing is lost");
    }
  }

  @Test
  void requestsAndAnswersPassAsTheyAre() {
    routes.add("sample", service.address());

    var made = through(Role.CI).post("/api/v1/counts", "{\"to\":1}");

    assertThat(made.status()).isEqualTo(202);
    assertThat(made.header("Location")).startsWith("/api/v1/counts/cnt_");
    assertThat(through(Role.CI).get("/api/v1/counts?limt=1").status()).isEqualTo(422);
    assertThat(through(Role.VIEWER).post("/api/v1/counts", "{}").status()).isEqualTo(403);
    assertThat(through(Role.CI).get("/api/v1/none").json().path("detail").stringValue())
        .isEqualTo("/api/v1/none: there is no such address");
    assertThat(TestClient.of(gateway.address()).get("/problems").status()).isEqualTo(200);
  }

  @Test
  void theFiguresOfAllServicesAreOneAnswerForWhoMaySeeThem() {
    routes.add("sample", service.address());
    var figures = through(Role.VIEWER).get("/actuator/prometheus");
    assertThat(figures.status()).isEqualTo(200);
    assertThat(figures.header("Content-Type")).startsWith("text/plain");
    assertThat(figures.body())
        .contains("bantam_jobs_running{service=\"sample\"}")
        .containsOnlyOnce("# TYPE bantam_jobs_running ");
    assertThat(through(Role.AGENT).get("/actuator/prometheus").status()).isEqualTo(403);
    var nobody = TestClient.of(gateway.address()).get("/actuator/prometheus");
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(nobody.header("Content-Type")).startsWith("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/counts/a%2Fb", "/api/v1/counts/%00", "/api/v1/counts/%5Cx"})
  void anAddressThatTheWebServerRefusesIsAProblemToo(String path) {
    var answer = TestClient.of(gateway.address()).get(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/unreadable-request");
    assertThat(answer.json().path("detail").stringValue())
        .contains("must be one that the contract");
  }

  @Test
  void aQueryThatIsEncodedWronglyIsAProblemToo() throws IOException {
    routes.add("sample", service.address());
    var head = "GET /api/v1/counts?limit=% HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    try (var socket = new Socket("127.0.0.1", gateway.address().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("/problems/unreadable-request");
    }
  }

  @Test
  void eventsArriveOneByOneAndTheServiceLearnsThatTheClientLeft() throws Exception {
    routes.add("sample", service.address());
    var id =
        through(Role.CI)
            .post("/api/v1/counts", "{\"to\":1000,\"millis\":20}")
            .json()
            .path("id")
            .stringValue();

    var stream = through(Role.CI).stream("/api/v1/counts/" + id + "/events");
    try (var lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("id: 1");
      assertThat(lines.readLine()).isEqualTo("event: state");
      await().atMost(Duration.ofSeconds(5)).until(() -> openStreams() == 1);
    }

    await().atMost(Duration.ofSeconds(10)).until(() -> openStreams() == 0);
    through(Role.CI).delete("/api/v1/counts/" + id);
  }

  private static double openStreams() {
    return service
        .context()
        .getBean(io.micrometer.core.instrument.MeterRegistry.class)
        .get("bantam.streams.open")
        .gauge()
        .value();
  }

  @Test
  void pathsOfTheDashboardGetItsIndexAndFilesThatAreNotThereDoNot() {
    var anyone = TestClient.of(gateway.address());

    assertThat(anyone.get("/models/resnet8/graph").body()).contains("the dashboard's index");
    assertThat(anyone.get("/").header("Content-Type")).startsWith("text/html");
    assertThat(anyone.get("/assets/none.js").status()).isEqualTo(404);
    for (var none : List.of("/api", "/api/v1", "/api/v2/models")) {
      assertThat(anyone.get(none).json().path("detail").stringValue())
          .isEqualTo(none + ": there is no such address");
    }
    assertThat(anyone.get("/..%2f..%2fetc/passwd").status()).isIn(400, 404);
    assertThat(anyone.get("/docs").body()).contains("The REST contract");
    assertThat(anyone.get("/docs/docs.js").header("Content-Type")).startsWith("text/javascript");
    assertThat(anyone.get("/openapi.json").status()).isEqualTo(200);
  }
}
