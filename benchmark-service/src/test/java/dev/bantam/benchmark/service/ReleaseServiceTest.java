package dev.bantam.benchmark.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kit.test.FakeStore;
import dev.bantam.kit.test.TestClient;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

class ReleaseServiceTest {
  private static final int SAMPLES = 101;

  private static FakeStore store;
  private static TestService service;
  private static TestClient ci;
  private static TestClient agent;

  @BeforeAll
  static void start() {
    store = new FakeStore();
    service =
        TestService.start(
            new BenchmarkService().service(), Map.of("bantam.platform", store.address()));
    ci = service.as(Role.CI);
    agent = service.as(Role.AGENT);
  }

  @AfterAll
  static void stop() {
    service.close();
    store.close();
  }

  private static String unique(String name) {
    return name + UUID.randomUUID().toString().substring(0, 8);
  }

  /** A suite of one model on one device that is there, with so many threads each. */
  private static String suite(String device, String threads) {
    var body =
        "{\"version\":\"1\",\"devices\":[{\"name\":\"%s\",\"kind\":\"%s\"}]}"
            .formatted(device, device);
    var announced =
        agent.send(
            "PUT",
            "/api/v1/agents/" + device,
            BodyPublishers.ofString(body),
            "Content-Type",
            "application/json");
    assertThat(announced.status()).as(announced.body()).isEqualTo(204);
    var made =
        ci.post(
            "/api/v1/suites",
            "{\"name\":\"%s\",\"models\":[\"mdl_1\"],\"devices\":[\"%s\"],\"threads\":%s}"
                .formatted(unique("suite-"), device, threads));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return made.json().path("id").stringValue();
  }

  private static String release(String suite) {
    var name = unique("r-");
    var made =
        ci.post(
            "/api/v1/releases",
            "{\"name\":\"%s\",\"suite\":\"%s\",\"commit\":\"c0ffee\"}".formatted(name, suite));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    return name;
  }

  private static JsonNode verdict(String release) {
    var answer = ci.get("/api/v1/releases/" + release + "/verdict");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** The agent measures the next benchmark: its samples lie evenly around a median. */
  private static void measure(String device, int median, int step, int peakBytes) {
    var lease = agent.post("/api/v1/leases?agent=" + device + "&wait=30", "");
    assertThat(lease.status()).as(lease.body()).isEqualTo(200);
    var samples =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> String.valueOf(median + (i - SAMPLES / 2) * step))
            .collect(Collectors.joining(","));
    var outcome =
        """
        {"fence":1,"measurement":{"samplesNanos":[%s],"medianNanos":%d,"interval":[%d,%d],
        "p50Nanos":%d,"p90Nanos":%d,"p99Nanos":%d,"peakBytes":%d,"compileNanos":0,"packageBytes":0,"profile":[],
        "environment":{"runtimeVersion":"1","modelDigest":"sha256:0","processor":"p","system":"s","target":"cpu",
        "threads":1,"warmupRuns":5,"stable":true,"runsPerSample":1,"before":{},"after":{}},
        "outputCheck":{"status":"equal","elements":1,"differing":0,"worst":0}}}"""
            .formatted(
                samples,
                median,
                median - step,
                median + step,
                median,
                median + 40 * step,
                median + 49 * step,
                peakBytes);
    var taken =
        agent.post(
            "/api/v1/leases/%s/result".formatted(lease.json().path("lease").stringValue()),
            outcome);
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 100000, 10,   1000, 1000, same",
    "100000, 110000, 10,   1000, 1000, worse",
    "100000, 90000,  10,   1000, 1000, better",
    "100000, 110000, 1000, 1000, 1000, unknown",
    "100000, 100000, 10,   1000, 1100, worse"
  })
  void aReleaseIsComparedWithTheOneBefore(
      int before, int after, int step, int bytesBefore, int bytesAfter, String expected) {
    var device = unique("d");
    var suite = suite(device, "[2]");
    var first = release(suite);
    measure(device, before, step, bytesBefore);
    assertThat(verdict(first).path("changes").size()).isZero();
    assertThat(verdict(first).path("missing").path(0).path("reason").stringValue())
        .isEqualTo("new");

    var second = release(suite);
    var early = verdict(second);
    assertThat(early.path("verdict").stringValue()).isEqualTo("unknown");
    assertThat(early.path("missing").path(0).path("reason").stringValue()).isEqualTo("queued");

    measure(device, after, step, bytesAfter);
    var done = verdict(second);
    assertThat(done.path("verdict").stringValue()).as(done.toString()).isEqualTo(expected);
    assertThat(done.path("release").stringValue()).isEqualTo(second);
    assertThat(done.path("commit").stringValue()).isEqualTo("c0ffee");
    assertThat(done.path("missing").size()).isZero();
    var change = done.path("changes").path(0);
    assertThat(change.path("since").stringValue()).isEqualTo(first);
    assertThat(change.path("series").path("metric").stringValue()).isEqualTo("medianNanos");
    assertThat(change.path("series").path("threads").intValue()).isEqualTo(2);
    assertThat(change.path("ratio").doubleValue()).isEqualTo((double) after / before);
    assertThat(change.path("interval").size()).isEqualTo(2);
    assertThat(done.path("changes").path(1).path("interval").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 10,   same,    0, 0, #1a7f37",
    "110000, 10,   worse,   1, 0, #b42318",
    "90000,  10,   better,  0, 0, #0b61c4",
    "110000, 1000, unknown, 0, 1, #616b76"
  })
  void aPipelineReadsAVerdictAsATestReportAndAPageAsAPicture(
      int after, int step, String expected, int failures, int errors, String colour)
      throws Exception {
    var device = unique("d");
    var suite = suite(device, "[2]");
    var first = release(suite);
    measure(device, 100_000, step, 1000);
    var early = suiteElement(first);
    assertThat(early.getAttribute("tests") + early.getAttribute("skipped")).isEqualTo("11");
    assertThat(badge(first)).contains(">unknown</text>");

    var second = release(suite);
    assertThat(suiteElement(second).getAttribute("errors")).as("not measured yet").isEqualTo("1");
    measure(device, after, step, 1000);

    var report = suiteElement(second);
    assertThat(report.getAttribute("name")).isEqualTo("release " + second);
    assertThat(report.getAttribute("tests")).isEqualTo("2");
    assertThat(report.getAttribute("failures")).isEqualTo(String.valueOf(failures));
    assertThat(report.getAttribute("errors")).isEqualTo(String.valueOf(errors));
    assertThat(report.getAttribute("skipped")).isEqualTo("0");
    assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(failures);
    assertThat(report.getElementsByTagName("error").getLength()).isEqualTo(errors);
    var test = (Element) report.getElementsByTagName("testcase").item(0);
    assertThat(test.getAttribute("name")).isEqualTo("medianNanos, 2 threads");
    assertThat(test.getAttribute("classname")).startsWith("mdl_1.dev_");
    var told = (Element) test.getFirstChild();
    assertThat(told.getAttribute("message") + told.getTextContent())
        .contains("100000 to %d, ratio %.3f [".formatted(after, after / 100_000.0))
        .endsWith(", since " + first);
    assertThat(badge(second))
        .contains(">%s</text>".formatted(second), ">%s</text>".formatted(expected), colour);
  }

  private static Element suiteElement(String release) throws Exception {
    var answer = ci.get("/api/v1/releases/" + release + "/verdict", "Accept", "application/xml");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/xml");
    return (Element) parsed(answer.body()).getElementsByTagName("testsuite").item(0);
  }

  private static Document parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newDefaultNSInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String badge(String release) throws Exception {
    var answer = ci.get("/api/v1/releases/" + release + "/badge.svg");
    assertThat(answer.header("Content-Type")).startsWith("image/svg+xml");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(parsed(answer.body()).getDocumentElement().getTagName()).isEqualTo("svg");
    return answer.body();
  }

  @Test
  void aCommitOfAnyTextIsInATestReportAndARefusalIsAProblemAlsoThere() throws Exception {
    var suite = suite(unique("d"), "[1]");
    var body =
        "{\"name\":\"%s\",\"suite\":\"%s\",\"commit\":\"<&\\u0001\\\" \u00fc\"}"
            .formatted(unique("r-"), suite);
    var name = ci.post("/api/v1/releases", body).json().path("name").stringValue();
    var properties = suiteElement(name).getElementsByTagName("property");
    assertThat(((Element) properties.item(1)).getAttribute("value")).isEqualTo("<&\uFFFD\" \u00fc");
    var none = ci.get("/api/v1/releases/none/verdict", "Accept", "application/xml");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void aReleaseThatWasNotMeasuredIsPassedOver() {
    var device = unique("d");
    var suite = suite(device, "[1]");
    var first = release(suite);
    measure(device, 100_000, 10, 1);
    release(suite);
    assertThat(
            ci.delete(
                    "/api/v1/benchmarks/"
                        + ci.get("/api/v1/benchmarks?state=queued")
                            .json()
                            .path("items")
                            .path(0)
                            .path("id")
                            .stringValue())
                .status())
        .isEqualTo(202);
    var third = release(suite);
    measure(device, 120_000, 10, 1);
    var done = verdict(third);
    assertThat(done.path("verdict").stringValue()).isEqualTo("worse");
    assertThat(done.path("changes").path(0).path("since").stringValue()).isEqualTo(first);
    assertThat(verdict("latest").path("release").stringValue()).isEqualTo(third);
  }

  @Test
  void aSeriesIsTheFiguresOfItsReleases() {
    var device = unique("d");
    var suite = suite(device, "[2]");
    var first = release(suite);
    measure(device, 100_000, 10, 1000);
    var second = release(suite);
    measure(device, 120_000, 10, 2000);
    var id = verdict(second).path("changes").path(0).path("series").path("device").stringValue();
    var here = "/api/v1/series?model=mdl_1&threads=2&device=" + id + "&metric=";

    var medians = ci.get(here + "medianNanos").json();
    assertThat(medians.path("series").path("device").stringValue()).isEqualTo(id);
    var points = medians.path("points");
    assertThat(points.valueStream().map(it -> it.path("release").stringValue()))
        .containsExactly(first, second);
    assertThat(points.valueStream().map(it -> it.path("value").doubleValue()))
        .containsExactly(100_000.0, 120_000.0);
    assertThat(points.path(1).path("interval").toString()).isEqualTo("[119990.0,120010.0]");
    assertThat(points.path(0).path("benchmark").stringValue()).startsWith("bmk_");

    assertThat(ci.get(here + "peakBytes").json().path("points").path(1).path("interval").isNull())
        .isTrue();
    assertThat(ci.get(here + "instructions").json().path("points")).isEmpty();
    assertThat(ci.get(here.replace("threads=2", "threads=1") + "medianNanos").json().path("points"))
        .isEmpty();
    assertThat(ci.get(here + "medianNanos", "Accept", "text/csv").body())
        .startsWith("release,commit,createdAt,benchmark,value,low,high\n" + first + ",c0ffee,")
        .endsWith(",120000.0,119990.0,120010.0\n");
    var refusal = ci.get(here + "joules");
    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.json().path("detail").stringValue())
        .isEqualTo(
            "parameter metric: \"joules\" must be one of medianNanos, instructions, peakBytes");
  }

  @Test
  void eachModelIsMeasuredOnEachDeviceWithEachNumberOfThreadsOnce() {
    var device = unique("d");
    var suite = suite(device, "[1,2,2]");
    var body = "{\"name\":\"%s\",\"suite\":\"%s\"}".formatted(unique("r-"), suite);
    var first = ci.post("/api/v1/releases", body, "Idempotency-Key", "once");
    var again = ci.post("/api/v1/releases", body, "Idempotency-Key", "once");
    assertThat(again.json()).isEqualTo(first.json());
    var name = first.json().path("name").stringValue();
    assertThat(verdict(name).path("missing").size()).isEqualTo(2);
    for (int i = 0; i < 2; i++) measure(device, 1000, 1, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          suites   | {"name":"a b","models":["mdl_1"],"devices":["cpu"]} | 422 | /name: must be letters, digits, '.', '_', '+' or '-', at most 100
          suites   | {"name":"a","models":[],"devices":["cpu"]} | 422 | /models: is missing, must name at least one model
          suites   | {"name":"a","models":["mdl_none","mdl_1","mdl_onnx"],"devices":["cpu"]} | 422 | /models/0: model mdl_none: does not exist; /models/2: model mdl_onnx: is of format onnx, must be tflite; convert it first
          releases | {"name":"a","suite":"none"} | 422 | /suite: suite none: does not exist
          """)
  void whatMakesNoSenseIsRefused(String collection, String body, int status, String detail) {
    var answer = ci.post("/api/v1/" + collection, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  @Test
  void aSuiteIsFoundByItsIdAlsoWhereAnotherIsCalledSo() {
    var id = suite(unique("d"), "[1]");
    var named = "{\"name\":\"%s\",\"models\":[\"mdl_1\"],\"devices\":[\"d\"]}".formatted(id);
    assertThat(ci.post("/api/v1/suites", named).status()).isEqualTo(201);
    assertThat(ci.get("/api/v1/suites/" + id).json().path("id").stringValue()).isEqualTo(id);
  }
}
