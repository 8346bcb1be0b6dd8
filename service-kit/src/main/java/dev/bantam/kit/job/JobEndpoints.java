package dev.bantam.kit.job;

import dev.bantam.kit.problem.CheckedInput;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** What a controller of jobs does, of whatever kind. */
public final class JobEndpoints {
  private final Jobs jobs;
  private final Idempotency idempotency;
  private final EventStream stream;
  private final JsonMapper json;

  JobEndpoints(Jobs jobs, Idempotency idempotency, EventStream stream, JsonMapper json) {
    this.jobs = jobs;
    this.idempotency = idempotency;
    this.stream = stream;
    this.json = json;
  }

  /** Queues a job; the same key again answers with the same job. */
  public <R> ResponseEntity<JobResource> create(
      JobKind<R, ?> kind, @Nullable String key, R request) {
    return create(kind, key, request, () -> {});
  }

  /**
   * The same.
   *
   * @param check refuses what cannot be done; not asked where the key was answered before
   */
  public <R> ResponseEntity<JobResource> create(
      JobKind<R, ?> kind, @Nullable String key, R request, Runnable check) {
    CheckedInput.require(request);
    return idempotency.once(
        key,
        "POST " + kind.address(),
        request,
        JobResource.class,
        check,
        () -> accepted(kind, jobs.submit(kind, request)));
  }

  public JobResource one(JobKind<?, ?> kind, String id) {
    return JobResource.of(kind, jobs.get(kind, id), json);
  }

  /** A part of the jobs that a filter lets through, newest first. */
  public Page<JobResource> list(
      JobFilter filter, @Nullable Integer limit, @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    var rows = jobs.list(filter, page.before(), page.fetch());
    return page.answer(rows, Job::id, job -> JobResource.of(filter.kind(), job, json));
  }

  /** Streams what happens to the job, behind the event that the client saw last. */
  public void events(
      JobKind<?, ?> kind, String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var job = jobs.get(kind, id);
    var source =
        new EventStream.Source() {
          @Override
          public List<JobEvent> after(long event, int limit) {
            return jobs.events(job.id(), event, limit);
          }

          @Override
          public boolean isLast(JobEvent event) {
            return event.type().equals("state")
                && JobState.parse(json.readTree(event.body()).path("state").stringValue())
                    .isFinal();
          }

          /** A job that is final has its last event already, so none comes behind what is there. */
          @Override
          public boolean isOver(long id) {
            return jobs.get(kind, job.id()).state().isFinal() && after(id, 1).isEmpty();
          }
        };
    stream.send(source, lastEventId(request), request, response);
  }

  /** 0 where the client has seen none. */
  public static long lastEventId(HttpServletRequest request) {
    var header = request.getHeader("Last-Event-ID");
    if (header == null) return 0;
    try {
      return Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          List.of(
              InputError.parameter(
                  "Last-Event-ID", "\"%s\" must be the id of an event".formatted(header))));
    }
  }

  public ResponseEntity<JobResource> cancel(JobKind<?, ?> kind, String id) {
    return accepted(kind, jobs.cancel(kind, id));
  }

  public ResponseEntity<JobResource> retry(JobKind<?, ?> kind, @Nullable String key, String id) {
    var address = kind.address(id) + "/retry";
    return idempotency.once(
        key, "POST " + address, "", JobResource.class, () -> accepted(kind, jobs.retry(kind, id)));
  }

  private ResponseEntity<JobResource> accepted(JobKind<?, ?> kind, Job job) {
    return ResponseEntity.accepted()
        .location(URI.create(kind.address(job.id())))
        .body(JobResource.of(kind, job, json));
  }
}
