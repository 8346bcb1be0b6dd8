package dev.bantam.cli.remote;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.progress.Progress;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Uploads, asks for work, and waits for it. */
public final class RemotePlatform {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final URI server;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param server address without a path
   * @param token that is sent with each request
   */
  public RemotePlatform(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  /**
   * Uploads a file, or a folder as a zip, to a collection; known content is answered with what is
   * there.
   */
  public JsonNode upload(String collection, String name, Path source) throws IOException {
    var body =
        Files.isDirectory(source) ? BodyPublishers.ofByteArray(zipped(source)) : file(source);
    var path = collection + "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return send(request(path).header("Content-Type", "application/octet-stream").POST(body));
  }

  private static BodyPublisher file(Path source) throws FileNotFoundException {
    return BodyPublishers.ofFile(source);
  }

  private static byte[] zipped(Path folder) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes);
        var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        // The same folder is the same upload, whenever its files were written.
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Asks for something; the same request again is the same thing. */
  public JsonNode post(String path, Object body) {
    var text = json.writeValueAsString(body);
    var key = UUID.nameUUIDFromBytes((path + text).getBytes(StandardCharsets.UTF_8));
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key.toString())
            .POST(BodyPublishers.ofString(text)));
  }

  /**
   * Waits until a job is final.
   *
   * @param collection that it is in: {@code quantizations}
   * @return the job, which has succeeded
   */
  public JsonNode await(String collection, JsonNode job, Progress progress)
      throws InterruptedException {
    var path = collection + "/" + job.path("id").asString();
    while (true) {
      var now = get(path);
      var at = now.path("progress");
      if (at.isObject()) {
        progress
            .stage(at.path("stage").asString(""))
            .report(
                at.path("done").asLong(0),
                at.path("total").asLong(0),
                at.path("message").asString(""));
      }
      switch (now.path("state").asString()) {
        case "succeeded" -> {
          return now;
        }
        case "failed", "cancelled" -> throw ended(path, now);
        default -> Thread.sleep(BETWEEN_LOOKS);
      }
    }
  }

  private static BantamException ended(String path, JsonNode job) {
    var detail = job.path("problem").path("detail").asString("no detail was given");
    return new BantamException(
        ErrorCode.INVALID_REQUEST,
        "%s: %s, %s".formatted(path, job.path("state").asString(), detail));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve("/api/v1/" + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder builder) {
    var request = builder.build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2)
        throw refused(request, answer.statusCode(), answer.body());
      return answer.body().isEmpty() ? json.missingNode() : json.readTree(answer.body());
    } catch (IOException e) {
      throw new BantamException(
          ErrorCode.UNAVAILABLE,
          "%s: cannot be reached (%s)".formatted(request.uri(), e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BantamException(
          ErrorCode.UNAVAILABLE, "%s: interrupted".formatted(request.uri()), e);
    }
  }

  private BantamException refused(HttpRequest request, int status, String body) {
    var detail = body.startsWith("{") ? json.readTree(body).path("detail").asString(body) : body;
    return new BantamException(
        status >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.INVALID_REQUEST,
        "%s %s: %d, %s".formatted(request.method(), request.uri().getPath(), status, detail));
  }
}
