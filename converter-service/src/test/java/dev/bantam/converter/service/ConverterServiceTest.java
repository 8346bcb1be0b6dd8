package dev.bantam.converter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.bantam.kit.test.ContractFile;
import dev.bantam.kit.test.EndpointTable;
import dev.bantam.kit.test.TestClient;
import dev.bantam.kit.test.TestClient.Answer;
import dev.bantam.kit.test.TestDatabase;
import dev.bantam.kit.test.TestService;
import dev.bantam.kit.token.Role;
import dev.bantam.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConverterServiceTest {
  private static final long LIMIT = 4_000_000;
  private static TestService service;
  private static TestClient ci;

  @BeforeAll
  static void start() {
    service =
        TestService.start(
            new ConverterService().service(),
            Map.of("bantam.converter.model-bytes", String.valueOf(LIMIT)));
    ci = service.as(Role.CI);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void everyEndpointIsOpenToItsRolesAndToNoOther() {
    EndpointTable.ofTheKit()
        .jobs("conversions")
        .anyone("GET /api/v1/models", "GET /api/v1/models/{id}", "GET /api/v1/models/{id}/content")
        .anyone("GET /api/v1/models/{id}/graph", "GET /api/v1/models/{id}/lineage")
        .anyone("GET /api/v1/datasets", "GET /api/v1/datasets/{id}")
        .anyone("GET /api/v1/datasets/{id}/content")
        .only("POST /api/v1/models", Role.ADMIN, Role.CI, Role.SERVICE)
        .only("POST /api/v1/datasets", Role.ADMIN, Role.CI, Role.SERVICE)
        .only("DELETE /api/v1/models/{id}", Role.ADMIN)
        .only("DELETE /api/v1/datasets/{id}", Role.ADMIN)
        .verify(service);
  }

  @Test
  void theContractThatIsCheckedInIsTheOneThatTheCodeMakes() throws IOException {
    ContractFile.verify(service, "converter");
  }

  @Test
  void aModelIsKnownByItsContentAndDescribed() throws Exception {
    var file = fixture("models/ic_resnet8_f32.tflite");

    var first = ci.upload("/api/v1/models?name=resnet8", file, "Content-Digest", digest(file));
    var again =
        ci.upload(
            "/api/v1/models?name=other", file, "Content-Type", "application/x-www-form-urlencoded");

    assertThat(first.status()).as(first.body()).isEqualTo(201);
    var model = first.json();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(model);
    assertThat(model.path("id").stringValue()).matches("mdl_[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(model.path("format").stringValue()).isEqualTo("tflite");
    assertThat(model.path("sizeBytes").longValue()).isEqualTo(file.length);
    assertThat(model.path("parameters").longValue()).isEqualTo(77_706);
    assertThat(model.path("macs").longValue()).isEqualTo(12_501_632);
    assertThat(model.path("inputs").get(0).path("type").stringValue()).isEqualTo("float32");
    assertThat(model.path("inputs").get(0).path("shape").toString()).isEqualTo("[1,32,32,3]");
    assertThat(model.path("parent").isNull()).isTrue();
    var id = model.path("id").stringValue();
    assertThat(first.header("Location")).isEqualTo("/api/v1/models/" + id);
    assertThat(ci.get("/api/v1/models?name=resnet8").json().path("items").get(0)).isEqualTo(model);
    var digits = model.path("digest").stringValue().substring("sha256:".length(), 20);
    assertThat(ci.get("/api/v1/models?digest=" + digits).json().path("items").size()).isOne();
  }

  @Test
  void contentComesWholeInRangesOrNotAgain() throws Exception {
    var file = fixture("models/hello_world_f32.tflite");
    var id = upload("hello", file);
    var path = "/api/v1/models/" + id + "/content";

    try (var whole = ci.stream(path).body()) {
      assertThat(whole.readAllBytes()).isEqualTo(file);
    }
    var range = ci.stream(path, "Range", "bytes=4-7");
    try (var body = range.body()) {
      assertThat(range.statusCode()).isEqualTo(206);
      assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("TFL3");
      assertThat(range.headers().firstValue("Content-Range")).hasValue("bytes 4-7/" + file.length);
    }
    var etag = ci.stream(path).headers().firstValue("ETag").orElseThrow();
    assertThat(ci.stream(path).headers().firstValueAsLong("Content-Length")).hasValue(file.length);
    assertThat(ci.stream(path, "Range", "bytes=4-7", "If-Range", etag).statusCode()).isEqualTo(206);
    var other = ci.stream(path, "Range", "bytes=4-7", "If-Range", "\"other\"");
    try (var body = other.body()) {
      assertThat(other.statusCode()).as("a part of something else").isEqualTo(200);
      assertThat(body.readAllBytes()).isEqualTo(file);
      assertThat(other.headers().firstValueAsLong("Content-Length")).hasValue(file.length);
    }
    assertThat(ci.get(path, "If-None-Match", etag).status()).isEqualTo(304);
    var behind = ci.get(path, "Range", "bytes=99999999-");
    refused(
        behind,
        416,
        "range-not-satisfiable",
        "header Range: bytes=99999999- is not within the content, which has %d bytes"
            .formatted(file.length));
    assertThat(behind.header("Content-Range")).isEqualTo("bytes */" + file.length);
  }

  /** A farm that says that everybody is to measure one model. */
  private static HttpServer farm(String leased) throws IOException {
    var farm = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    farm.createContext(
        "/api/v1/leases/held",
        exchange -> {
          var query = exchange.getRequestURI().getQuery();
          boolean held = query.matches("model=" + leased + "&holder=tok_[0-9A-Z]+");
          var body = "{\"held\":%s}".formatted(held).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    farm.start();
    return farm;
  }

  @Test
  void anAgentReadsFromAClosedServerOnlyWhatItIsToMeasure() throws Exception {
    var database = TestDatabase.create();
    var data = service.data().resolve("closed");
    String leased;
    String other;
    try (var open = TestService.start(new ConverterService().service(), database, data, Map.of())) {
      var writer = open.as(Role.CI);
      var file = fixture("models/hello_world_f32.tflite");
      leased = writer.upload("/api/v1/models?name=a", file).json().path("id").stringValue();
      file = fixture("models/hello_world_int8.tflite");
      other = writer.upload("/api/v1/models?name=b", file).json().path("id").stringValue();
      assertThat(open.as(Role.AGENT).get("/api/v1/models/" + other + "/content").status())
          .as("an open server")
          .isEqualTo(200);
    }
    var farm = farm(leased);
    var properties =
        Map.of(
            "bantam.public-read",
            "false",
            "bantam.platform",
            "http://127.0.0.1:" + farm.getAddress().getPort());
    try (var closed =
        TestService.start(new ConverterService().service(), database, data, properties)) {
      var agent = closed.as(Role.AGENT);
      assertThat(agent.get("/api/v1/models/" + leased + "/content").status()).isEqualTo(200);
      refused(
          agent.get("/api/v1/models/" + other + "/content"),
          403,
          "forbidden",
          "model %s: an agent reads only what it holds a lease for, take one first"
              .formatted(other));
      assertThat(agent.get("/api/v1/models/" + leased).status()).isEqualTo(403);
      assertThat(closed.as(Role.VIEWER).get("/api/v1/models/" + other + "/content").status())
          .isEqualTo(200);
    } finally {
      farm.stop(0);
    }
  }

  @Test
  void theGraphShowsOperatorsTensorsAndQuantizationWithoutWeights() throws Exception {
    var id = upload("resnet8-int8", fixture("models/ic_resnet8_int8.tflite"));

    var graph = ci.get("/api/v1/models/" + id + "/graph").json().path("subgraphs").get(0);

    assertThat(graph.path("operators").get(0).path("operator").stringValue())
        .isIn("CONV_2D", "QUANTIZE");
    assertThat(graph.path("tensors").toString()).contains("\"scales\":[", "\"zeroPoints\":[");
    assertThat(graph.path("inputs").size()).isOne();
    assertThat(graph.path("operators").toString()).contains("\"macs\":", "\"stride_h\":");
  }

  @Test
  void uploadsThatAreNotWhatTheyShouldBeAreRefusedAndLeaveNothing() throws Exception {
    var file = fixture("models/hello_world_int8.tflite");
    var wrong = file.clone();
    wrong[20] ^= 0x7f;
    refused(
        ci.upload("/api/v1/models?name=m", wrong, "Content-Digest", digest(file)),
        422,
        "invalid-request",
        "model \"m\": the content has digest %s, must have %s as Content-Digest says"
            .formatted(hex(wrong), hex(file)));
    refused(
        ci.upload("/api/v1/models?name=m", new byte[(int) LIMIT + 1]),
        413,
        "too-large",
        "model \"m\": the content is longer than the limit of 4000000 bytes, send less");
    refused(
        ci.upload("/api/v1/models?name=m", zip("notes.txt")),
        415,
        "unknown-format",
        "model \"m\": is a zip without saved_model.pb or a Keras model in it, must be a .tflite, an"
            + " ONNX file, a Keras file, a frozen graph or a zip of a SavedModel folder");
    refused(
        ci.upload("/api/v1/models?name=m", "hello".getBytes(StandardCharsets.UTF_8)),
        415,
        "unknown-format",
        "model \"m\": is no model, must be a .tflite, an ONNX file, a Keras file, a frozen graph or"
            + " a zip of a SavedModel folder");
    var cut = java.util.Arrays.copyOf(file, 100);
    assertThat(ci.upload("/api/v1/models?name=m", cut).json().path("type").stringValue())
        .isEqualTo("/problems/invalid-model");
    refused(
        ci.upload("/api/v1/models?name=m", file, "Content-Digest", "md5"),
        422,
        "invalid-request",
        "header Content-Digest: \"md5\" must be of the form sha-256=:<base64>: (RFC 9530)");
    assertThat(ci.upload("/api/v1/models", file).status()).isEqualTo(400);
    for (var content : List.of(wrong, cut, zip("notes.txt"))) {
      assertThat(service.data().resolve("models").resolve(hex(content).substring(7, 9)))
          .satisfiesAnyOf(
              folder -> assertThat(folder).doesNotExist(),
              folder -> assertThat(folder).isEmptyDirectory());
    }
    assertThat(service.data().resolve("models/incoming")).isEmptyDirectory();
  }

  @Test
  void anUploadWithAKeyAnswersAsTheFirstTime() throws Exception {
    var file = fixture("models/ad01_int8.tflite");
    var key = UUID.randomUUID().toString();
    var first = ci.upload("/api/v1/models?name=ad", file, "Idempotency-Key", key);

    var second = ci.upload("/api/v1/models?name=ad", file, "Idempotency-Key", key);
    var third = ci.upload("/api/v1/models?name=da", file, "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(third.status()).isEqualTo(409);
  }

  @Test
  void aModelThatWasDeletedIsGoneUntilItComesAgain() throws Exception {
    var file = fixture("models/ad01_f32.tflite");
    var id = upload("ad-f32", file);
    var admin = service.as(Role.ADMIN);

    assertThat(admin.delete("/api/v1/models/" + id).status()).isEqualTo(204);

    assertThat(ci.get("/api/v1/models/" + id).status()).isEqualTo(410);
    assertThat(ci.get("/api/v1/models/" + id + "/content").status()).isEqualTo(410);
    assertThat(ci.upload("/api/v1/models?name=again", file).status()).isEqualTo(201);
    assertThat(ci.get("/api/v1/models/" + id).status()).isEqualTo(200);
  }

  @Test
  void aSavedModelIsConvertedAndTheResultKnowsItsParent() throws Exception {
    var source = upload("kws", folder("mlperf-tiny/kws_saved_model"));

    var job = ci.post("/api/v1/conversions", "{\"model\":\"%s\",\"recipe\":{}}".formatted(source));

    assertThat(job.status()).as(job.body()).isEqualTo(202);
    var done = finished(job.json().path("id").stringValue());
    assertThat(done.path("state").stringValue()).as(done.toString()).isEqualTo("succeeded");
    assertThat(done.path("recipe").path("model").stringValue()).isEqualTo(source);
    assertThat(done.path("stages").toString()).isEqualTo("[\"read\",\"convert\",\"store\"]");
    var made = done.path("result").path("model").stringValue();
    var model = ci.get("/api/v1/models/" + made).json();
    assertThat(model.path("format").stringValue()).isEqualTo("tflite");
    assertThat(model.path("parent").stringValue()).isEqualTo(source);
    assertThat(model.path("recipe").path("kind").stringValue()).isEqualTo("conversion");
    var report = done.path("result").path("report");
    assertThat(report.get(0).path("notes").stringValue()).isEqualTo("13 operators");
    assertThat(report.get(0).path("node").isNull()).isTrue();
    assertThat(report.toString())
        .contains(
            "\"from\":\"Relu\",\"to\":\"CONV_2D\",\"notes\":\"fused into operator 0 of main, with functional_1/conv2d/Conv2D\"");
    var family = ci.get("/api/v1/models/" + made + "/lineage").json().path("items");
    assertThat(family.size()).isEqualTo(2);
    assertThat(family.get(0).path("id").stringValue()).isEqualTo(source);
    assertThat(ci.get("/api/v1/conversions?model=" + source).json().path("items").size()).isOne();
    assertThat(ci.get("/api/v1/models/" + source + "/graph").status()).isEqualTo(409);
  }

  @Test
  void aConversionOfWhatIsNotThereIsRefusedAtOnce() {
    refused(
        ci.post("/api/v1/conversions", "{\"model\":\"mdl_0\"}"),
        422,
        "invalid-request",
        "/model: model mdl_0: does not exist");
    refused(
        ci.post("/api/v1/conversions", "{\"recipe\":{\"optimize\":false}}"),
        422,
        "invalid-request",
        "/model: is missing, must be the id of a model; /recipe/optimize: must be true or left out,"
            + " there is no other way");
  }

  @Test
  void aDataSetTellsItsSamplesAndNamesThoseThatAreSkipped() throws Exception {
    var csv = "a,b,label\n1,2,cat\n3,4,dog\n";
    var made = ci.upload("/api/v1/datasets?name=pets", csv.getBytes(StandardCharsets.UTF_8));

    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.json().path("samples").intValue()).isEqualTo(2);
    assertThat(made.json().path("classes").intValue()).isEqualTo(2);
    assertThat(made.json().path("classNames").toString()).isEqualTo("[\"cat\",\"dog\"]");
    assertThat(made.json().path("shape").toString()).isEqualTo("[2]");

    var broken = ci.upload("/api/v1/datasets?name=broken", zip("cat/1.png", "dog/2.png"));
    assertThat(broken.json().path("skipped").intValue()).isEqualTo(2);
    assertThat(broken.json().path("skippedSamples").get(0).path("sample").stringValue())
        .isEqualTo("cat/1.png");
    assertThat(ci.upload("/api/v1/datasets?name=none", new byte[] {0, 1, 2}).status())
        .isEqualTo(415);
  }

  private static JsonNode finished(String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                List.of("succeeded", "failed", "cancelled")
                    .contains(
                        ci.get("/api/v1/conversions/" + id).json().path("state").stringValue()));
    return ci.get("/api/v1/conversions/" + id).json();
  }

  private static String upload(String name, byte[] content) {
    var answer = ci.upload("/api/v1/models?name=" + name, content);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer.json().path("id").stringValue();
  }

  private static void refused(Answer answer, int status, String slug, String detail) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().path("type").stringValue()).isEqualTo("/problems/" + slug);
    assertThat(answer.json().path("detail").stringValue()).isEqualTo(detail);
  }

  private static byte[] fixture(String name) throws IOException {
    return Files.readAllBytes(Fixtures.file(name));
  }

  private static byte[] folder(String name) throws IOException {
    var root = Fixtures.file(name);
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(root)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : names) {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static String digest(byte[] content) throws Exception {
    var hash = MessageDigest.getInstance("SHA-256").digest(content);
    return "sha-256=:" + Base64.getEncoder().encodeToString(hash) + ":";
  }

  private static String hex(byte[] content) throws Exception {
    return dev.bantam.kit.artifact.Digest.of(content).text();
  }
}
