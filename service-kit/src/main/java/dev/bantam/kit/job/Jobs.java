package dev.bantam.kit.job;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.token.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be done with jobs from outside: ask for them, look at them, end them, try them again.
 */
public final class Jobs {
  private final JobStore store;
  private final JobReads reads;
  private final WakeUps wakeUps;
  private final JobMeters meters;
  private final TransactionTemplate transaction;
  private final Ids ids;
  private final JsonMapper json;
  private final int queuedPerToken;

  Jobs(
      JobStore store,
      JobReads reads,
      WakeUps wakeUps,
      JobMeters meters,
      TransactionTemplate transaction,
      Ids ids,
      JsonMapper json,
      int queuedPerToken) {
    this.store = store;
    this.reads = reads;
    this.wakeUps = wakeUps;
    this.meters = meters;
    this.transaction = transaction;
    this.ids = ids;
    this.json = json;
    this.queuedPerToken = queuedPerToken;
  }

  /** Queues a job for whoever sent the request in hand; joins the caller's transaction. */
  public <R> Job submit(JobKind<R, ?> kind, R request) {
    return submitted(kind, json.writeValueAsString(request));
  }

  private Job submitted(JobKind<?, ?> kind, String request) {
    var owner = Caller.current().id();
    if (reads.hasQueued(owner, queuedPerToken)) {
      throw new BantamException(
          ErrorCode.TOO_MANY_REQUESTS,
          "%s: this token has %d jobs waiting already, which is the limit"
              .formatted(kind.name(), queuedPerToken));
    }
    var job =
        transaction.execute(
            status -> {
              var queued =
                  store.insert(
                      ids.next(kind.prefix()), kind.name(), owner, request, model(request));
              if (!kind.leased()) wakeUps.schedule(queued.id());
              return queued;
            });
    if (job == null) throw new IllegalStateException("a job that was inserted must be there");
    meters.submitted(job);
    return job;
  }

  private @Nullable String model(String request) {
    var model = json.readTree(request).path("model");
    return model.isString() ? model.stringValue() : null;
  }

  /** The job, or a refusal that says there is none. */
  public Job get(JobKind<?, ?> kind, String id) {
    return reads
        .find(kind.name(), id)
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.NOT_FOUND, "%s %s: does not exist".formatted(kind.name(), id)));
  }

  /** Jobs, newest first, behind a position. */
  public List<Job> list(JobFilter filter, @Nullable String before, int limit) {
    return reads.list(filter, before, limit);
  }

  /** Ends a job that waits; asks one that runs to end, which it does where it next reports. */
  public Job cancel(JobKind<?, ?> kind, String id) {
    var job = get(kind, id);
    return meters
        .ended(store.cancel(job.id()))
        .orElseThrow(
            () ->
                new BantamException(
                    ErrorCode.CONFLICT,
                    "%s %s: is %s, only one that is queued or running can be cancelled"
                        .formatted(kind.name(), id, get(kind, id).state())));
  }

  /** A new job that asks for the same as a failed one. */
  public Job retry(JobKind<?, ?> kind, String id) {
    var job = get(kind, id);
    if (job.state() != JobState.FAILED) {
      throw new BantamException(
          ErrorCode.CONFLICT,
          "%s %s: is %s, only one that failed can be tried again"
              .formatted(kind.name(), id, job.state()));
    }
    return submitted(kind, job.request());
  }

  /** What happened to a job after an event. */
  List<JobEvent> events(String id, long after, int limit) {
    return reads.events(id, after, limit);
  }
}
