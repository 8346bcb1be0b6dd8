package dev.bantam.cli.remote;

import dev.bantam.cli.remote.EventStream.Event;
import dev.bantam.client.RestClient;
import dev.bantam.client.ServerException;
import dev.bantam.progress.Progress;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to a job, until it is final; a stream that breaks is taken up where it broke. */
final class JobEvents {
  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RestClient rest;
  private final HttpRequest request;
  private final Waiting waiting;
  private long last;
  private long heardAt = System.nanoTime();

  JobEvents(RestClient rest, HttpRequest request, Waiting waiting) {
    this.rest = rest;
    this.request = request;
    this.waiting = waiting;
  }

  /** Returns once the job is final. */
  void follow(Progress progress) throws InterruptedException {
    while (true) {
      var pause = waiting.pause();
      try (var events = open()) {
        if (events.isOver()) return;
        for (var event = events.next(); event.isPresent(); event = events.next()) {
          heardAt = System.nanoTime();
          if (isFinal(event.get(), progress)) return;
        }
        // The server ended it in good order, as one does that stops: another goes on with the job.
      } catch (ServerException e) {
        if (e.isFinal() || isOutOfPatience()) throw e;
        pause = waiting.pauseAfter(e);
      } catch (IOException e) {
        if (isOutOfPatience()) throw ServerException.silent(request.uri().toString(), e);
      }
      Thread.sleep(pause);
    }
  }

  private EventStream open() {
    var resumed = HttpRequest.newBuilder(request, (name, value) -> true);
    if (last > 0) resumed.header("Last-Event-ID", String.valueOf(last));
    return EventStream.of(rest.send(resumed.build()), waiting.silence());
  }

  private boolean isOutOfPatience() {
    return System.nanoTime() - heardAt > waiting.patience().toNanos();
  }

  private boolean isFinal(Event event, Progress progress) {
    if (event.id() > 0) last = event.id();
    var data = JSON.readTree(event.data());
    return switch (event.type()) {
      case "progress" -> {
        progress
            .stage(text(data, "stage"))
            .report(
                data.path("done").asLong(0), data.path("total").asLong(0), text(data, "message"));
        yield false;
      }
      case "log" -> {
        progress.log(text(data, "message"));
        yield false;
      }
      case "state" -> isFinal(data);
      default -> false; // of a later day
    };
  }

  /** Whether a job, or an event of one, is in its last state. */
  static boolean isFinal(JsonNode job) {
    return FINAL.contains(text(job, "state"));
  }

  private static String text(JsonNode data, String name) {
    return data.path(name).asString("");
  }
}
