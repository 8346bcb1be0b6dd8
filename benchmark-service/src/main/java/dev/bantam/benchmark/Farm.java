package dev.bantam.benchmark;

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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hands out leases, keeps them, and takes what comes of them, each benchmark once. Keeps nothing
 * itself, so any number of them share a store.
 */
public final class Farm {
  private final LeaseStore store;
  private final LeasedJobs jobs;
  private final Transaction transaction;
  private final Ids ids;
  private final JsonMapper json;
  private final Rules rules;

  /**
   * What a farm is patient with.
   *
   * @param lease how long one lasts without a heartbeat
   * @param mostLosses after which a benchmark fails
   * @param failuresToQuarantine in a row, after which a device is taken out
   */
  public record Rules(Duration lease, int mostLosses, int failuresToQuarantine) {}

  public Farm(
      LeaseStore store,
      LeasedJobs jobs,
      Transaction transaction,
      Ids ids,
      JsonMapper json,
      Rules rules) {
    this.store = store;
    this.jobs = jobs;
    this.transaction = transaction;
    this.ids = ids;
    this.json = json;
    this.rules = rules;
  }

  /**
   * A lease that was given.
   *
   * @param duration until it ends without a heartbeat
   * @param device the agent's name of the device
   */
  public record Given(String lease, int fence, Duration duration, String device, Job job) {}

  /** How far an agent is. */
  public record Step(String stage, long done, long total, String message) {}

  /** The oldest benchmark for a free device of the agent, if there is one. */
  public Optional<Given> take(String agent) {
    try {
      return transaction.within(() -> store.match(agent).flatMap(this::give));
    } catch (DeviceTakenException e) {
      return Optional.empty(); // another request of this agent took the device just now
    }
  }

  private Optional<Given> give(LeaseStore.Match match) {
    var lease = ids.next("lse");
    return jobs.begin(match.job(), lease)
        .map(
            job -> {
              store.hold(lease, job.id(), match.device(), job.attempt(), rules.lease());
              jobs.note(job, "lease", 0, 1, "on " + match.deviceName());
              return new Given(lease, job.attempt(), rules.lease(), match.deviceName(), job);
            });
  }

  /**
   * Extends a lease and notes progress.
   *
   * @return whether the agent should stop
   */
  public boolean heartbeat(String id, int fence, @Nullable Step progress, @Nullable String line) {
    return transaction.within(
        () -> {
          var lease = required(id);
          if (!store.extend(id, fence, rules.lease())) throw lost(lease, fence);
          var job = jobs.get(lease.job());
          if (line != null) jobs.log(job, progress == null ? "run" : progress.stage(), line);
          if (progress == null) return job.cancelRequested();
          return jobs.note(
              job, progress.stage(), progress.done(), progress.total(), progress.message());
        });
  }

  /** Records a measurement once; the same one again changes nothing and is no error. */
  public void succeed(String id, int fence, Measurement measurement) {
    var result = json.writeValueAsString(measurement);
    end(
        id,
        fence,
        result,
        job -> jobs.succeed(job, result),
        lease -> store.measured(lease.device(), measurement.spread()));
  }

  /**
   * Records why a benchmark could not be done. Faults that are not the model's count against the
   * device.
   */
  public void fail(String id, int fence, ErrorCode code, String detail) {
    var problem = json.writeValueAsString(Problem.of(ProblemType.of(code), detail, null));
    boolean device = code.cause() != ErrorCode.Cause.INPUT;
    end(
        id,
        fence,
        problem,
        job -> code == ErrorCode.CANCELLED ? jobs.cancelled(job) : jobs.fail(job, problem),
        lease -> {
          if (device) store.failed(lease.device(), false, rules.failuresToQuarantine());
        });
  }

  private void end(
      String id,
      int fence,
      String outcome,
      Function<Job, Optional<Job>> record,
      Consumer<Lease> note) {
    var digest = Digest.of(outcome).toString();
    transaction.within(
        () -> {
          var lease = required(id);
          if (lease.fence() == fence && digest.equals(lease.outcome())) return false;
          if (!store.finish(id, fence, digest)) throw lost(lease, fence);
          if (record.apply(jobs.get(lease.job())).isEmpty()) throw lost(lease, fence);
          note.accept(lease);
          return true;
        });
  }

  /**
   * Gives back the benchmarks of agents that were not heard of any more.
   *
   * @return the leases that were lost
   */
  public List<Lease> sweep() {
    return store.expired().stream().filter(lease -> transaction.within(() -> lose(lease))).toList();
  }

  private boolean lose(Lease lease) {
    if (!store.lose(lease.id())) return false;
    store.failed(lease.device(), true, rules.failuresToQuarantine());
    var job = jobs.get(lease.job());
    if (job.attempt() != lease.fence()) return true;
    int losses = store.losses(lease.job());
    if (job.cancelRequested()) {
      jobs.cancelled(job);
    } else if (losses >= rules.mostLosses()) {
      var detail =
          "benchmark %s: its lease was lost %d times, which is the limit; look after the agent of device %s"
              .formatted(job.id(), losses, lease.device());
      jobs.fail(
          job,
          json.writeValueAsString(Problem.of(ProblemType.of(ErrorCode.UNAVAILABLE), detail, null)));
    } else {
      jobs.giveBack(job, Duration.ZERO);
    }
    return true;
  }

  private Lease required(String id) {
    return store
        .lease(id)
        .orElseThrow(
            () ->
                new BantamException(ErrorCode.NOT_FOUND, "lease %s: does not exist".formatted(id)));
  }

  private static BantamException lost(Lease lease, int fence) {
    return new BantamException(
        ErrorCode.CONFLICT,
        "lease %s: was lost, or ended by another report; the fence is %d, the lease's was %d; drop the work and take another lease"
            .formatted(lease.id(), fence, lease.fence()));
  }
}
