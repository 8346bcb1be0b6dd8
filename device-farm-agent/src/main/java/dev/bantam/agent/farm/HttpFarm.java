package dev.bantam.agent.farm;

import dev.bantam.agent.farm.FarmMessages.Announcement;
import dev.bantam.agent.farm.FarmMessages.Heartbeat;
import dev.bantam.agent.farm.FarmMessages.HeartbeatAnswer;
import dev.bantam.agent.farm.FarmMessages.Lease;
import dev.bantam.agent.farm.FarmMessages.Outcome;
import dev.bantam.client.RestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A farm by REST. */
public final class HttpFarm implements Farm {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PATIENCE_FOR_A_MODEL = Duration.ofMinutes(30);
  private static final long LARGEST_MODEL = 8L << 30;

  private final RestClient rest;

  /**
   * @param server address without a path
   * @param token of the role {@code agent}
   */
  public HttpFarm(URI server, String token) {
    rest = new RestClient(server, Optional.of(token));
  }

  @Override
  public void announce(String agent, Announcement announcement) {
    rest.json(
        request("/api/v1/agents/" + RestClient.encoded(agent), PATIENCE)
            .PUT(RestClient.body(announcement))
            .build());
  }

  @Override
  public Optional<Lease> take(String agent, Duration wait) {
    var path =
        "/api/v1/leases?agent=%s&wait=%d".formatted(RestClient.encoded(agent), wait.toSeconds());
    return rest.readIfThere(
        request(path, wait.plus(PATIENCE)).POST(BodyPublishers.noBody()).build(), Lease.class);
  }

  @Override
  public HeartbeatAnswer heartbeat(String lease, Heartbeat heartbeat) {
    return rest.read(
        request(lease(lease) + "/heartbeat", PATIENCE).POST(RestClient.body(heartbeat)).build(),
        HeartbeatAnswer.class);
  }

  @Override
  public void report(String lease, Outcome outcome) {
    rest.json(request(lease(lease) + "/result", PATIENCE).POST(RestClient.body(outcome)).build());
  }

  @Override
  public void fetch(String modelUrl, Path file) throws IOException {
    rest.download(request(modelUrl, PATIENCE_FOR_A_MODEL).GET().build(), file, LARGEST_MODEL);
  }

  private static String lease(String id) {
    return "/api/v1/leases/" + RestClient.encoded(id);
  }

  private HttpRequest.Builder request(String path, Duration patience) {
    return rest.request(path).timeout(patience).header("Content-Type", "application/json");
  }
}
