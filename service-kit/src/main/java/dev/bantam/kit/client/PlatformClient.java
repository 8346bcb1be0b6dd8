package dev.bantam.kit.client;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other services, through the platform's one address. A refusal of theirs is thrown as ours:
 * the same code, the same detail. A service that does not answer blames the surroundings, so a job
 * that needs it is tried again.
 */
public final class PlatformClient {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI platform;
  private final Optional<Secret> token;
  private final JsonMapper json;

  public PlatformClient(URI platform, Optional<Secret> token, JsonMapper json) {
    this.platform = platform;
    this.token = token;
    this.json = json;
  }

  /** What is at an address below {@code /api/v1}: {@code models/mdl_01...}. */
  public JsonNode get(String path) {
    return json.readTree(text(send(request(path).GET().build(), path)));
  }

  /** Downloads content into a file that is not there yet. */
  public void download(String path, Path file) {
    var answer = send(request(path).GET().build(), path);
    try (var body = answer.body()) {
      Files.copy(body, file);
    } catch (IOException e) {
      throw unavailable(path, e);
    }
  }

  /** Uploads a model that was made from another, and gives what is known of it. */
  public JsonNode uploadModel(Path file, String name, String parent, String recipe) {
    var path =
        "models?name=%s&parent=%s&recipe=%s"
            .formatted(encoded(name), encoded(parent), encoded(recipe));
    try {
      var request = request(path).POST(BodyPublishers.ofFile(file)).build();
      return json.readTree(text(send(request, "models")));
    } catch (IOException e) {
      throw unavailable("models", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(platform.resolve("/api/v1/" + path)).timeout(PATIENCE);
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.text()));
    return request;
  }

  private HttpResponse<InputStream> send(HttpRequest request, String path) {
    try {
      var answer = http.send(request, BodyHandlers.ofInputStream());
      if (answer.statusCode() / 100 != 2) throw refusal(answer, path);
      return answer;
    } catch (IOException e) {
      throw unavailable(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(path, e);
    }
  }

  private BantamException refusal(HttpResponse<InputStream> answer, String path) {
    int status = answer.statusCode();
    var detail = json.readTree(text(answer)).path("detail").asString("status " + status);
    var code =
        Arrays.stream(ErrorCode.values())
            .filter(it -> it.status() == status)
            .findFirst()
            .orElse(ErrorCode.UNAVAILABLE);
    return new BantamException(code, "%s: %s".formatted(path, detail));
  }

  private static String text(HttpResponse<InputStream> answer) {
    try (var body = answer.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unavailable("the answer", e);
    }
  }

  private static BantamException unavailable(String path, Exception cause) {
    return new BantamException(
        ErrorCode.UNAVAILABLE,
        "%s: its service does not answer just now (%s)".formatted(path, cause),
        cause);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
