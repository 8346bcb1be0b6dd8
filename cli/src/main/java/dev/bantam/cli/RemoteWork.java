package dev.bantam.cli;

import dev.bantam.cli.remote.JobEndedException;
import dev.bantam.cli.remote.RemotePlatform;
import dev.bantam.cli.remote.StoredThing;
import dev.bantam.client.ServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Work that a server does for a command: what it needs is uploaded, what came of it is fetched.
 * Jobs that nobody waits for any more, because the command failed or was interrupted, are
 * cancelled, as work in this process would end.
 */
final class RemoteWork implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RemotePlatform platform;
  private final Output output;
  private final Map<JsonNode, String> open = new ConcurrentHashMap<>();
  private final Thread atInterruption = new Thread(this::cancel, "cancel");

  RemoteWork(RemotePlatform platform, Output output) {
    this.platform = platform;
    this.output = output;
    Runtime.getRuntime().addShutdownHook(atInterruption);
  }

  /**
   * The identifier of a model that is the file, the folder or the zip, uploaded if need be; or that
   * is there already, and named by its id or digest.
   */
  String model(Path source) throws IOException {
    return uploaded("models", source);
  }

  /** The same for a data set. */
  String dataset(Path source) throws IOException {
    return uploaded("datasets", source);
  }

  private String uploaded(String collection, Path source) throws IOException {
    var stored = StoredThing.of(source);
    var known =
        stored.isPresent()
            ? platform.find(collection, stored.get())
            : platform.upload(collection, stem(source), source);
    return known.path("id").asString();
  }

  /** The name of a file or folder without its ending, as people know what is in it by. */
  static String stem(Path file) {
    var name = String.valueOf(file.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Asks for a job, which is a new one each time. */
  JsonNode begin(String collection, Map<String, ?> request) {
    var job = platform.post(collection, request, UUID.randomUUID().toString());
    open.put(job, collection);
    return job;
  }

  /** The result of a job that was begun, once it has succeeded. */
  JsonNode result(JsonNode job, String what) throws InterruptedException {
    var collection = open.get(job);
    if (collection == null) throw new IllegalStateException("this job was not begun here");
    try {
      var ended = platform.await(collection, job, new ShownProgress(output, what));
      open.remove(job);
      return ended.path("result");
    } catch (JobEndedException e) {
      open.remove(job);
      throw e;
    }
  }

  /** Downloads a model's file. */
  void fetch(String model, Path target) throws IOException {
    platform.download(model, target);
  }

  /** A part of an answer as the library has it. */
  static <T> T as(JsonNode node, Class<T> type) {
    return JSON.treeToValue(node, type);
  }

  private void cancel() {
    for (var job : open.entrySet()) {
      try {
        platform.cancel(job.getValue(), job.getKey());
      } catch (ServerException e) {
        output.note(
            "job %s goes on: %s".formatted(job.getKey().path("id").asString(), e.getMessage()));
      }
    }
    open.clear();
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atInterruption);
    } catch (IllegalStateException e) {
      return; // the process ends, and the hook does this
    }
    cancel();
  }
}
