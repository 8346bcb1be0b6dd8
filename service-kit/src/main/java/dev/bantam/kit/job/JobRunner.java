package dev.bantam.kit.job;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.DatabaseFault;
import dev.bantam.kit.KitProperties;
import dev.bantam.kit.problem.Problem;
import dev.bantam.kit.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** Begins a job, lets its handler work, and records the end of it, once. */
final class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int WRITE_ATTEMPTS = 30;
  private static final Duration BETWEEN_WRITE_ATTEMPTS = Duration.ofSeconds(1);

  private final JobStore store;
  private final JobReads reads;
  private final Map<String, JobHandler<?, ?>> handlers;
  private final KitProperties.Jobs properties;
  private final JsonMapper json;
  private final Clock clock;
  private final JobMeters meters;
  private volatile boolean stopping;

  JobRunner(
      JobStore store,
      JobReads reads,
      List<JobHandler<?, ?>> handlers,
      KitProperties.Jobs properties,
      JsonMapper json,
      Clock clock,
      JobMeters meters) {
    this.store = store;
    this.reads = reads;
    this.handlers =
        handlers.stream()
            .collect(Collectors.toMap(handler -> handler.kind().name(), Function.identity()));
    this.properties = properties;
    this.json = json;
    this.clock = clock;
    this.meters = meters;
  }

  /** From now on jobs are given back where they next report, for another process to take. */
  void stop() {
    stopping = true;
  }

  /**
   * Goes on with the job that this wake-up had begun in a process that was lost, or begins another.
   *
   * @return when the wake-up shall come again; never, if there is nothing left that it is for
   */
  Optional<Instant> wake(String wakeUp) {
    var job = store.resume(wakeUp).or(() -> store.take(wakeUp));
    if (job.isEmpty()) return reads.nextDue();
    MDC.put("job", job.get().id());
    try {
      return run(job.get());
    } finally {
      MDC.remove("job");
    }
  }

  private Optional<Instant> run(Job job) {
    if (job.cancelRequested()) return ended(job, () -> store.cancelled(job));
    if (job.attempt() - job.excused() > properties.attempts()) {
      var detail =
          "%s %s: its process was lost %d times, which is the limit"
              .formatted(job.kind(), job.id(), properties.attempts());
      return failed(job, Problem.of(ProblemType.of(ErrorCode.INTERNAL), detail, null));
    }
    LOG.info("{} begins, attempt {}", job.kind(), job.attempt());
    try {
      var result = json.writeValueAsString(handle(job));
      return ended(job, () -> store.succeed(job, result));
    } catch (JobLostException lost) {
      LOG.warn("{}", lost.getMessage());
      return Optional.empty();
    } catch (ProcessStoppingException stopped) {
      return again(job, clock.instant(), true);
    } catch (BantamException refusal) {
      return refused(job, refusal);
    } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError failure) {
      if (stopping) return again(job, clock.instant(), true);
      if (DatabaseFault.mayPass(failure)) {
        return faulty(job, "the database: does not answer", failure);
      }
      if (failure instanceof IOException || failure instanceof UncheckedIOException) {
        return faulty(job, "the disk: cannot be read or written, look whether it is full", failure);
      }
      LOG.error("{} failed", job.kind(), failure);
      var detail = "%s %s: failed by a fault of ours (%s)".formatted(job.kind(), job.id(), failure);
      return failed(job, Problem.of(ProblemType.of(ErrorCode.INTERNAL), detail, null));
    }
  }

  private Object handle(Job job) throws Exception {
    var handler = handlers.get(job.kind());
    if (handler == null) {
      throw new IllegalStateException("no handler for jobs of kind \"%s\"".formatted(job.kind()));
    }
    return handle(handler, job);
  }

  private <R, T> T handle(JobHandler<R, T> handler, Job job) throws Exception {
    var request = json.readValue(job.request(), handler.kind().request());
    var progress = new JobProgress(store, job, clock, () -> stopping).stage("run");
    return handler.run(request, progress);
  }

  private Optional<Instant> refused(Job job, BantamException refusal) {
    if (refusal.code() == ErrorCode.CANCELLED) return ended(job, () -> store.cancelled(job));
    if (refusal.code().cause() == ErrorCode.Cause.SURROUNDINGS) {
      return faulty(job, String.valueOf(refusal.getMessage()), refusal);
    }
    return failed(job, Problem.of(refusal, null));
  }

  /** A fault of the surroundings may be gone next time. */
  private Optional<Instant> faulty(Job job, String detail, Throwable fault) {
    LOG.warn("{} met a fault in attempt {}", job.kind(), job.attempt(), fault);
    int counted = job.attempt() - job.excused();
    if (counted < properties.attempts()) {
      var backoff = properties.backoff().multipliedBy(1L << Math.min(counted - 1, 10));
      return again(job, clock.instant().plus(backoff), false);
    }
    return failed(job, Problem.of(ProblemType.of(ErrorCode.UNAVAILABLE), detail, null));
  }

  private Optional<Instant> again(Job job, Instant at, boolean excused) {
    written(() -> store.requeue(job, at, excused));
    return Optional.of(at);
  }

  private Optional<Instant> failed(Job job, Problem problem) {
    var text = json.writeValueAsString(problem);
    return ended(job, () -> store.fail(job, text));
  }

  private Optional<Instant> ended(Job job, Supplier<Optional<Job>> change) {
    meters
        .ended(written(change))
        .ifPresentOrElse(
            ended -> LOG.info("{} {}", ended.kind(), ended.state()),
            () -> LOG.warn("attempt {} ended, but no longer held the job", job.attempt()));
    return Optional.empty();
  }

  /** The work is done and must not be lost to a database that restarts; conditional, so safe. */
  private static <T> T written(Supplier<T> write) {
    for (int attempt = 1; ; attempt++) {
      try {
        return write.get();
      } catch (DataAccessException | TransactionException e) {
        if (attempt == WRITE_ATTEMPTS) throw e;
        LOG.warn("the state of the job could not be written, once more", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_WRITE_ATTEMPTS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database was away", e);
    }
  }
}
