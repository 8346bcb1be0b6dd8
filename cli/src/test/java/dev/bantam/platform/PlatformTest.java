package dev.bantam.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bantam.error.BantamException;
import dev.bantam.kit.service.ServiceDescriptor;
import dev.bantam.kit.test.TestClient;
import dev.bantam.kit.token.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole platform as {@code serve} starts it. */
class PlatformTest {
  @TempDir private static Path folder;
  private static Platform platform;
  private static Path data;
  private static TestClient admin;

  @BeforeAll
  static void start() throws IOException {
    data = folder.resolve("data");
    platform = Platform.start(new PlatformOptions(data, "127.0.0.1", 0), Map.of(), part -> {});
    admin = client(Files.readString(platform.newAdminToken().orElseThrow()).strip());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static TestClient client(String token) {
    return TestClient.of(platform.address()).with(token);
  }

  @Test
  void theFirstAdminsTokenIsInAFileThatOnlyItsOwnerReads() throws IOException {
    var file = platform.newAdminToken().orElseThrow();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(admin.get("/api/v1/tokens").status()).isEqualTo(200);
  }

  @Test
  void aTokenMadeBesideTheRunningPlatformWorksAtOnce() {
    var token = AdminTokens.create(data, Map.of(), Role.CI, "pipeline", null);

    assertThat(client(token).get("/api/v1/tokens").status()).isEqualTo(403);
    assertThat(client(token).upload("/api/v1/models?name=x", new byte[1]).status()).isEqualTo(415);
  }

  @Test
  void everyServiceAnswersAtTheOneAddressAndIsInTheContract() {
    var contract = admin.get("/openapi.json").json().path("paths");
    for (var service : ServiceDescriptor.all()) {
      for (var collection : service.collections()) {
        assertThat(contract.toString()).contains("\"/api/v1/" + collection);
      }
    }
    assertThat(admin.get("/actuator/health/readiness").status()).isEqualTo(200);
  }

  @Test
  void anotherPlatformInTheSameFolderIsRefused() {
    assertThatThrownBy(
            () -> Platform.start(new PlatformOptions(data, "127.0.0.1", 0), Map.of(), part -> {}))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "database folder %s: is in use by this process".formatted(data.resolve("postgresql")));
  }

  @Test
  void aModelIsQuantizedAndPrunedAndTheFamilyIsKnown() throws IOException {
    var model =
        upload("models?name=resnet8", Files.readAllBytes(fixture("training/resnet8_f32.tflite")));
    var test = upload("datasets?name=cifar10-some", someOf(fixture("data/cifar10/test.zip"), 10));

    var quantized =
        finished(
            "quantizations",
            """
            {"model":"%s","recipe":{"scheme":"int8","calibration":{"dataset":"%s","samples":20},
             "evaluation":{"dataset":"%s"}}}"""
                .formatted(model, test, test));
    var pruned =
        finished(
            "prunings",
            """
            {"model":"%s","recipe":{"sparsity":0.5,"evaluation":{"dataset":"%s"}}}"""
                .formatted(model, test));

    var result = quantized.path("result");
    assertThat(result.path("accuracy").path("after").path("value").doubleValue())
        .isGreaterThan(0.5);
    assertThat(result.path("sizeBytes").path("after").longValue())
        .isLessThan(result.path("sizeBytes").path("before").longValue());
    assertThat(result.path("tensors").size()).isPositive();
    assertThat(pruned.path("result").path("sparsity").size()).isPositive();
    var family = admin.get("/api/v1/models/" + model + "/lineage").json().path("items");
    assertThat(family.size()).isEqualTo(3);
    assertThat(family.get(1).path("parent").stringValue()).isEqualTo(model);
    assertThat(family.get(1).path("recipe").path("kind").stringValue()).isEqualTo("quantization");
  }

  private static JsonNode finished(String collection, String body) {
    var job = admin.post("/api/v1/" + collection, body);
    assertThat(job.status()).as(job.body()).isEqualTo(202);
    var path = job.header("Location");
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () ->
                List.of("succeeded", "failed")
                    .contains(admin.get(path).json().path("state").stringValue()));
    var done = admin.get(path).json();
    assertThat(done.path("state").stringValue()).as(done.toString()).isEqualTo("succeeded");
    return done;
  }

  private static String upload(String address, byte[] content) {
    var answer = admin.upload("/api/v1/" + address, content);
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer.json().path("id").stringValue();
  }

  private static Path fixture(String name) {
    var named = System.getenv("BANTAM_FIXTURES");
    var fixtures = named == null ? Path.of("../../shared/fixtures") : Path.of(named);
    assumeTrue(Files.isDirectory(fixtures), "no fixtures at " + fixtures.toAbsolutePath());
    return fixtures.resolve(name);
  }

  /** The first pictures of each class: enough to see that accuracy is measured, and soon done. */
  private static byte[] someOf(Path archive, int perClass) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var taken = new HashMap<String, Integer>();
    try (var zip = new ZipFile(archive.toFile());
        var out = new ZipOutputStream(bytes)) {
      for (var entry : zip.stream().filter(it -> !it.isDirectory()).toList()) {
        var folder = entry.getName().substring(0, entry.getName().lastIndexOf('/'));
        if (taken.merge(folder, 1, Integer::sum) > perClass) continue;
        out.putNextEntry(new ZipEntry(entry.getName()));
        try (var in = zip.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
    return bytes.toByteArray();
  }
}
