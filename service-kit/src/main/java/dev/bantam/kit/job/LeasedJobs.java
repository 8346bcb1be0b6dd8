package dev.bantam.kit.job;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Jobs whose work is done by others, who hold a lease on it. The attempt is the fence: every change
 * is conditional on it, so a holder whose lease was lost can change nothing.
 */
public final class LeasedJobs {
  private final JobStore store;
  private final Clock clock;

  LeasedJobs(JobStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The job as it is now. */
  public Job get(String id) {
    return store
        .find(id)
        .orElseThrow(
            () -> new BantamException(ErrorCode.NOT_FOUND, "job %s: does not exist".formatted(id)));
  }

  /** Begins a job that waits, for the holder of a lease; none where somebody else was first. */
  public Optional<Job> begin(String id, String lease) {
    return store.begin(id, lease);
  }

  /**
   * Notes progress.
   *
   * @return whether somebody asked for an end
   */
  public boolean note(Job job, String stage, long done, long total, String message) {
    return store.note(job, stage, done, total, message);
  }

  /** Ends a job well; none where the attempt no longer holds it. */
  public Optional<Job> succeed(Job job, String result) {
    return store.succeed(job, result);
  }

  /** Ends a job with a problem, as JSON; none where the attempt no longer holds it. */
  public Optional<Job> fail(Job job, String problem) {
    return store.fail(job, problem);
  }

  public Optional<Job> cancelled(Job job) {
    return store.cancelled(job);
  }

  /** Puts a job back into the queue. */
  public Optional<Job> giveBack(Job job, Duration pause) {
    return store.requeue(job, clock.instant().plus(pause), false);
  }
}
