package dev.bantam.cli.remote;

import dev.bantam.client.RestClient;
import dev.bantam.client.ServerException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.ContentDigest;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A platform as whoever asks it for work sees it: uploads, jobs, downloads. A server that is away
 * for a moment is waited for, once it was there.
 */
public final class RemotePlatform {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final RestClient rest;
  private final Waiting waiting;

  /**
   * @param server address without a path
   * @param token that is sent with each request
   */
  public RemotePlatform(URI server, String token) {
    this(server, token, Waiting.USUAL);
  }

  RemotePlatform(URI server, String token, Waiting waiting) {
    rest = new RestClient(server, Optional.of(token));
    this.waiting = waiting;
  }

  public URI server() {
    return rest.server();
  }

  /** What is at an address below {@code /api/v1}. */
  public JsonNode get(String path) {
    return patiently(() -> rest.json(request(path).GET().build()));
  }

  /** The text at an address below {@code /api/v1}, of a media type. */
  public String text(String path, String type) {
    return patiently(() -> rest.text(request(path).header("Accept", type).GET().build()));
  }

  /** What is known of a thing in a collection: of that id, or with that digest. */
  public JsonNode find(String collection, StoredThing thing) {
    if (!thing.isDigest()) return get(collection + "/" + thing.text());
    var query = "%s?digest=%s&limit=1".formatted(collection, RestClient.encoded(thing.text()));
    var found = get(query).path("items");
    if (!found.isEmpty()) return found.get(0);
    throw new ServerException(
        ErrorCode.NOT_FOUND,
        ErrorCode.NOT_FOUND.status(),
        "%s: is not among the %s of %s".formatted(thing.text(), collection, server()));
  }

  /**
   * Uploads a file, or a folder as a zip, to a collection, unless its content is there already.
   *
   * @return what is known of it
   */
  public JsonNode upload(String collection, String name, Path source) throws IOException {
    if (!Files.isDirectory(source)) return uploadFile(collection, name, source);
    var zip = Files.createTempFile("bantam-upload", ".zip");
    try {
      FolderZip.write(source, zip);
      return uploadFile(collection, name, zip);
    } finally {
      Files.deleteIfExists(zip);
    }
  }

  private JsonNode uploadFile(String collection, String name, Path file) throws IOException {
    var digest = Digest.of(file);
    var known = get("%s?digest=%s&limit=1".formatted(collection, digest.hex())).path("items");
    if (!known.isEmpty()) return known.get(0);
    var path = collection + "?name=" + RestClient.encoded(name);
    var request =
        request(path)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Digest", ContentDigest.header(digest))
            .POST(BodyPublishers.ofFile(file))
            .build();
    return patiently(() -> rest.json(request));
  }

  /**
   * Asks for something; the same request with the same basis is the same thing, also much later.
   *
   * @param basis what the answer depends on beside the request
   */
  public JsonNode post(String path, Object body, String basis) {
    var text = RestClient.text(body);
    var key = UUID.nameUUIDFromBytes((path + text + basis).getBytes(StandardCharsets.UTF_8));
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key.toString())
            .POST(BodyPublishers.ofString(text))
            .build();
    return patiently(() -> rest.json(request));
  }

  /**
   * Waits until a job is final, and tells of its progress meanwhile.
   *
   * @param collection that it is in: {@code quantizations}
   * @return the job, which has succeeded
   */
  public JsonNode await(String collection, JsonNode job, Progress progress)
      throws InterruptedException {
    var path = collection + "/" + job.path("id").asString();
    if (!JobEvents.isFinal(job)) {
      new JobEvents(rest, request(path + "/events").GET().build(), waiting).follow(progress);
    }
    var end = get(path);
    var state = end.path("state").asString();
    if (state.equals("succeeded")) return end;
    throw new JobEndedException(end.path("id").asString(), state, end.path("problem"));
  }

  /** Asks that a job should end, whatever its state. */
  public void cancel(String collection, JsonNode job) {
    try {
      var path = collection + "/" + job.path("id").asString();
      rest.json(request(path).timeout(Duration.ofSeconds(5)).DELETE().build());
    } catch (ServerException e) {
      if (e.code() != ErrorCode.CONFLICT) throw e; // it has ended meanwhile
    }
  }

  /** Downloads a model's file, which appears whole or not at all. */
  public void download(String model, Path file) throws IOException {
    var absolute = file.toAbsolutePath();
    var part = Files.createTempFile(absolute.getParent(), "." + absolute.getFileName(), ".part");
    try {
      var known = get("models/" + model);
      var content = request("models/" + model + "/content").GET().build();
      rest.download(content, part, known.path("sizeBytes").asLong());
      if (!Digest.of(part).text().equals(known.path("digest").asString())) {
        throw ServerException.silent(
            "model " + model, new IOException("its content is not that of its digest"));
      }
      Files.move(part, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private HttpRequest.Builder request(String path) {
    return rest.request("/api/v1/" + path).timeout(PATIENCE);
  }

  /** Once more, for a while, where a server that is there says that it can do it later. */
  private <T> T patiently(Supplier<T> request) {
    long end = System.nanoTime() + waiting.patience().toNanos();
    while (true) {
      try {
        return request.get();
      } catch (ServerException e) {
        boolean later = e.status() == 503 || e.status() == 429;
        if (!later || System.nanoTime() - end > 0) throw e;
        pause(e);
      }
    }
  }

  private void pause(ServerException reason) {
    try {
      Thread.sleep(waiting.pauseAfter(reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }
}
