package dev.bantam.agent.farm;

import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.error.ErrorCode;
import java.io.IOException;
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
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A farm by REST. */
public final class HttpFarm implements Farm {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LARGEST_MODEL = 8L << 30;

  private final URI server;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * @param server address without a path
   * @param token of the role {@code agent}
   */
  public HttpFarm(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  @Override
  public void announce(String agent, Announcement announcement) {
    send(request("/api/v1/agents/" + encoded(agent)).PUT(body(announcement)), PATIENCE);
  }

  @Override
  public Optional<Lease> take(String agent, Duration wait) {
    var request =
        request("/api/v1/leases?agent=%s&wait=%d".formatted(encoded(agent), wait.toSeconds()))
            .POST(BodyPublishers.noBody());
    var answer = send(request, wait.plus(PATIENCE));
    return answer.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(answer.body(), Lease.class));
  }

  @Override
  public HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat) {
    var answer =
        send(
            request("/api/v1/leases/" + encoded(lease) + "/heartbeat").POST(body(heartbeat)),
            PATIENCE);
    return read(answer.body(), HeartbeatAnswer.class);
  }

  @Override
  public void report(String lease, Outcome outcome) {
    send(request("/api/v1/leases/" + encoded(lease) + "/result").POST(body(outcome)), PATIENCE);
  }

  @Override
  public void fetch(String modelUrl, Path file) {
    var address = server.resolve(modelUrl);
    // The token goes to the farm's own address and nowhere else.
    boolean own =
        address.getAuthority().equals(server.getAuthority())
            && address.getScheme().equals(server.getScheme());
    if (!own)
      throw new FarmException(
          ErrorCode.FORBIDDEN, 403, "model at %s: is not on %s".formatted(address, server));
    var request =
        authorized(HttpRequest.newBuilder(address)).timeout(Duration.ofMinutes(30)).GET().build();
    try {
      var answer = client.send(request, BodyHandlers.ofInputStream());
      try (var in = answer.body();
          var out = Files.newOutputStream(file)) {
        if (answer.statusCode() != 200)
          throw refused(
              request,
              answer.statusCode(),
              new String(in.readNBytes(4096), StandardCharsets.UTF_8));
        copy(in, out, modelUrl);
      }
    } catch (IOException e) {
      throw outOfReach(request, e);
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    }
  }

  private static void copy(java.io.InputStream in, java.io.OutputStream out, String modelUrl)
      throws IOException {
    var chunk = new byte[1 << 16];
    long total = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      total += read;
      if (total > LARGEST_MODEL) {
        throw new FarmException(
            ErrorCode.TOO_LARGE,
            413,
            "model at %s: more than %d bytes".formatted(modelUrl, LARGEST_MODEL));
      }
      out.write(chunk, 0, read);
    }
  }

  private HttpRequest.Builder request(String path) {
    return authorized(HttpRequest.newBuilder(server.resolve(path)))
        .header("Content-Type", "application/json");
  }

  private HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private HttpRequest.BodyPublisher body(Object message) {
    return BodyPublishers.ofString(json.writeValueAsString(message));
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, Duration patience) {
    var request = builder.timeout(patience).build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) throw refused(request, answer.statusCode(), answer.body());
      return answer;
    } catch (IOException e) {
      throw outOfReach(request, e);
    } catch (InterruptedException e) {
      throw interrupted(request, e);
    }
  }

  private FarmException refused(HttpRequest request, int status, String body) {
    var detail = body;
    try {
      detail = json.readTree(body).path("detail").asString(body);
    } catch (JacksonException e) {
      // Not a problem document; the text itself is all there is.
    }
    var code =
        status >= 500
            ? ErrorCode.UNAVAILABLE
            : status == 409 ? ErrorCode.CONFLICT : ErrorCode.INVALID_REQUEST;
    return new FarmException(
        code, status, "%s %s: %d, %s".formatted(request.method(), request.uri(), status, detail));
  }

  private static FarmException outOfReach(HttpRequest request, IOException cause) {
    return new FarmException("%s: cannot be reached (%s)".formatted(request.uri(), cause), cause);
  }

  private static FarmException interrupted(HttpRequest request, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new FarmException("%s: interrupted".formatted(request.uri()), cause);
  }

  private <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JacksonException e) {
      throw new FarmException("%s: the answer is no %s".formatted(server, type.getSimpleName()), e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
