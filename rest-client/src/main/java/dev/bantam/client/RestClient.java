package dev.bantam.client;

import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One server and one token. Whatever is not a good answer is a {@link ServerException}. */
public final class RestClient {
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final int MOST_OF_A_REFUSAL = 1 << 20;

  /** Maps in order, so that the same message is the same text in every process. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final URI server;
  private final Optional<String> token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param server address without a path
   * @param token that is sent with each request, to this server and nowhere else
   */
  public RestClient(URI server, Optional<String> token) {
    this.server = server;
    this.token = token;
  }

  public URI server() {
    return server;
  }

  /** A request to an address at the server, {@code /api/v1/models}, to be completed. */
  public HttpRequest.Builder request(String path) {
    var address = server.resolve(path);
    boolean own =
        Objects.equals(address.getAuthority(), server.getAuthority())
            && Objects.equals(address.getScheme(), server.getScheme());
    if (!own) {
      throw new ServerException(
          ErrorCode.FORBIDDEN,
          ErrorCode.FORBIDDEN.status(),
          "%s: is not at the server %s, to which the token belongs".formatted(address, server));
    }
    var request = HttpRequest.newBuilder(address);
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  /** Sends it. The body of a good answer is the caller's to close. */
  public HttpResponse<InputStream> send(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofInputStream());
      if (answer.statusCode() / 100 == 2) return answer;
      try (var body = answer.body()) {
        var text = new String(body.readNBytes(MOST_OF_A_REFUSAL), StandardCharsets.UTF_8);
        throw ServerException.refused(
            named(request), answer.statusCode(), text, answer.headers().firstValue("Retry-After"));
      }
    } catch (IOException e) {
      throw ServerException.silent(request.uri().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ServerException.silent(request.uri().toString(), e);
    }
  }

  /** Sends it, and reads the answer; a missing node where the answer is empty. */
  public JsonNode json(HttpRequest request) {
    var text = text(request);
    try {
      return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
    } catch (JacksonException e) {
      throw unreadable(request, text);
    }
  }

  /** Sends it, and reads the answer as a thing of this type. */
  public <T> T read(HttpRequest request, Class<T> type) {
    return read(request, text(request), type);
  }

  /** The same, or nothing where the answer is empty. */
  public <T> Optional<T> readIfThere(HttpRequest request, Class<T> type) {
    var text = text(request);
    return text.isEmpty() ? Optional.empty() : Optional.of(read(request, text, type));
  }

  private static <T> T read(HttpRequest request, String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JacksonException e) {
      throw unreadable(request, text);
    }
  }

  private static ServerException unreadable(HttpRequest request, String text) {
    return ServerException.unreadable(named(request), text);
  }

  /** Sends it, and gives the answer as it is. */
  public String text(HttpRequest request) {
    try (var body = send(request).body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ServerException.silent(request.uri().toString(), e);
    }
  }

  /**
   * Downloads content into a file, which is written over.
   *
   * @param limit in bytes; more is refused
   */
  public void download(HttpRequest request, Path file, long limit) throws IOException {
    try (var body = send(request).body();
        var out = Files.newOutputStream(file)) {
      if (copy(request, body, out, limit) <= limit) return;
    }
    throw new ServerException(
        ErrorCode.TOO_LARGE,
        ErrorCode.TOO_LARGE.status(),
        "%s: has more than %d bytes, which is the limit".formatted(request.uri(), limit));
  }

  /** How many bytes came; at most one chunk more than the limit. */
  private static long copy(HttpRequest request, InputStream from, OutputStream to, long limit)
      throws IOException {
    var chunk = new byte[1 << 16];
    long total = 0;
    while (total <= limit) {
      int read;
      try {
        read = from.read(chunk);
      } catch (IOException e) { // of the network; one of the disk is the caller's
        throw ServerException.silent(request.uri().toString(), e);
      }
      if (read < 0) break;
      total += read;
      to.write(chunk, 0, read);
    }
    return total;
  }

  /** A message as the body of a request; its Content-Type is application/json. */
  public static BodyPublisher body(Object message) {
    return BodyPublishers.ofString(text(message));
  }

  /** A message as it is sent. */
  public static String text(Object message) {
    return JSON.writeValueAsString(message);
  }

  /** A part of a path or of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String named(HttpRequest request) {
    return request.method() + " " + request.uri();
  }
}
