package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.BenchmarkApplication.FarmProperties;
import dev.bantam.benchmark.service.FarmStore.LeaseRow;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.artifact.Digest;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.job.Job;
import dev.bantam.kit.job.LeasedJobs;
import dev.bantam.kit.problem.Problem;
import dev.bantam.kit.problem.ProblemType;
import dev.bantam.measurement.Measurement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Hands out leases, keeps them, and takes what comes of them, each benchmark once. */
@Component
class Farm {
  private static final Logger LOG = LoggerFactory.getLogger(Farm.class);

  private final FarmStore store;
  private final LeasedJobs jobs;
  private final Ids ids;
  private final JsonMapper json;
  private final TransactionTemplate transaction;
  private final FarmProperties properties;

  Farm(
      FarmStore store,
      LeasedJobs jobs,
      Ids ids,
      JsonMapper json,
      TransactionTemplate transaction,
      FarmProperties properties) {
    this.store = store;
    this.jobs = jobs;
    this.ids = ids;
    this.json = json;
    this.transaction = transaction;
    this.properties = properties;
  }

  /**
   * A lease that was given.
   *
   * @param seconds until it ends without a heartbeat
   * @param device the agent's name of the device
   */
  record Given(String lease, int fence, long seconds, String device, Job job) {}

  /** The oldest benchmark for a free device of the agent, if there is one. */
  Optional<Given> take(String agent) {
    try {
      return Optional.ofNullable(transaction.execute(status -> takeWithin(agent).orElse(null)));
    } catch (DuplicateKeyException e) {
      return Optional.empty(); // another request of this agent took the device just now
    }
  }

  private Optional<Given> takeWithin(String agent) {
    return store
        .match(agent)
        .flatMap(
            match -> {
              var lease = ids.next("lse");
              return jobs.begin(match.job(), lease)
                  .map(
                      job -> {
                        store.hold(
                            lease, job.id(), match.device(), job.attempt(), properties.lease());
                        jobs.note(job, "lease", 0, 1, "on " + match.deviceName());
                        return new Given(
                            lease,
                            job.attempt(),
                            properties.lease().toSeconds(),
                            match.deviceName(),
                            job);
                      });
            });
  }

  /**
   * Extends a lease and notes progress.
   *
   * @return whether the agent should stop
   */
  boolean heartbeat(String id, int fence, LeaseController.@Nullable Step progress) {
    var lease = required(id);
    if (lease.fence() != fence || !store.extend(id, fence, properties.lease()))
      throw lost(lease, fence);
    var job = jobs.get(lease.job());
    if (progress == null) return job.cancelRequested();
    return jobs.note(job, progress.stage(), progress.done(), progress.total(), progress.message());
  }

  /** Records a measurement once; the same one again changes nothing and is no error. */
  void succeed(String id, int fence, Measurement measurement) {
    var result = json.writeValueAsString(measurement);
    end(
        id,
        fence,
        result,
        job -> jobs.succeed(job, result),
        lease -> store.measured(lease.device(), measurement.samples().spread()));
  }

  /**
   * Records why a benchmark could not be done. Faults that are not the model's count against the
   * device.
   */
  void fail(String id, int fence, ErrorCode code, String detail) {
    var problem = json.writeValueAsString(Problem.of(ProblemType.of(code), detail, null));
    boolean device = code.cause() != ErrorCode.Cause.INPUT;
    end(
        id,
        fence,
        problem,
        job -> code == ErrorCode.CANCELLED ? jobs.cancelled(job) : jobs.fail(job, problem),
        lease -> {
          if (device) store.failed(lease.device(), false, properties.failuresToQuarantine());
        });
  }

  private void end(
      String id,
      int fence,
      String outcome,
      java.util.function.Function<Job, Optional<Job>> record,
      java.util.function.Consumer<LeaseRow> note) {
    var digest = Digest.of(outcome.getBytes(java.nio.charset.StandardCharsets.UTF_8)).toString();
    transaction.executeWithoutResult(
        status -> {
          var lease = required(id);
          if (lease.fence() == fence && digest.equals(lease.outcome())) return;
          if (lease.fence() != fence || !store.finish(id, fence, digest)) throw lost(lease, fence);
          if (record.apply(jobs.get(lease.job())).isEmpty()) throw lost(lease, fence);
          note.accept(lease);
        });
  }

  /** Gives back the benchmarks of agents that were not heard of any more. */
  int sweep() {
    int swept = 0;
    for (var lease : store.expired()) {
      Boolean done = transaction.execute(status -> lose(lease));
      if (Boolean.TRUE.equals(done)) swept++;
    }
    return swept;
  }

  private boolean lose(LeaseRow lease) {
    if (!store.lose(lease.id())) return false;
    store.failed(lease.device(), true, properties.failuresToQuarantine());
    var job = jobs.get(lease.job());
    if (job.attempt() != lease.fence()) return true;
    int losses = store.losses(lease.job());
    LOG.warn("lease {} of benchmark {} was lost, loss {}", lease.id(), lease.job(), losses);
    if (job.cancelRequested()) {
      jobs.cancelled(job);
    } else if (losses >= properties.mostLosses()) {
      var detail =
          "benchmark %s: its lease was lost %d times, which is the limit"
              .formatted(job.id(), losses);
      jobs.fail(
          job,
          json.writeValueAsString(Problem.of(ProblemType.of(ErrorCode.UNAVAILABLE), detail, null)));
    } else {
      jobs.giveBack(job, Duration.ZERO);
    }
    return true;
  }

  private LeaseRow required(String id) {
    return store
        .lease(id)
        .orElseThrow(
            () ->
                new BantamException(ErrorCode.NOT_FOUND, "lease %s: does not exist".formatted(id)));
  }

  private static BantamException lost(LeaseRow lease, int fence) {
    return new BantamException(
        ErrorCode.CONFLICT,
        "lease %s: was lost, or ended by another report; the fence is %d, the lease's was %d"
            .formatted(lease.id(), fence, lease.fence()));
  }
}
