package dev.bantam.kit.client;

import dev.bantam.client.RestClient;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The other services, through the platform's one address. A refusal of theirs is thrown as ours:
 * the same code, the same detail. A service that does not answer blames the surroundings, so a job
 * that needs it is tried again.
 */
public final class PlatformClient {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final RestClient rest;

  public PlatformClient(URI platform, Optional<Secret> token) {
    rest = new RestClient(platform, token.map(Secret::text));
  }

  /** What is at an address below {@code /api/v1}: {@code models/mdl_01...}. */
  public JsonNode get(String path) {
    return rest.json(request(path).GET().build());
  }

  /** Downloads content into a file. */
  public void download(String path, Path file) {
    try {
      rest.download(request(path).GET().build(), file, Long.MAX_VALUE);
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  /** Uploads a model that was made from another, and gives what is known of it. */
  public JsonNode uploadModel(Path file, String name, String parent, String recipe) {
    var path =
        "models?name=%s&parent=%s&recipe=%s"
            .formatted(
                RestClient.encoded(name), RestClient.encoded(parent), RestClient.encoded(recipe));
    try {
      return rest.json(request(path).POST(BodyPublishers.ofFile(file)).build());
    } catch (IOException e) {
      throw disk(file, e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return rest.request("/api/v1/" + path).timeout(PATIENCE);
  }

  private static BantamException disk(Path file, IOException cause) {
    return new BantamException(
        ErrorCode.UNAVAILABLE, "%s: cannot be read or written (%s)".formatted(file, cause), cause);
  }
}
