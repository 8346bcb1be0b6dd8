package dev.bantam.kit.job;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Those of the database. */
final class StoredLeasedJobs implements LeasedJobs {
  private final JobStore store;
  private final JobReads reads;
  private final JobMeters meters;
  private final Clock clock;

  StoredLeasedJobs(JobStore store, JobReads reads, JobMeters meters, Clock clock) {
    this.store = store;
    this.reads = reads;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public Job get(String id) {
    return reads
        .find(id)
        .orElseThrow(
            () -> new BantamException(ErrorCode.NOT_FOUND, "job %s: does not exist".formatted(id)));
  }

  @Override
  public Optional<Job> begin(String id, String lease) {
    return store.begin(id, lease);
  }

  @Override
  public boolean note(Job job, String stage, long done, long total, String message) {
    return store.note(job, stage, done, total, message);
  }

  @Override
  public void log(Job job, String stage, String message) {
    store.log(job, stage, message);
  }

  @Override
  public Optional<Job> succeed(Job job, String result) {
    return meters.ended(store.succeed(job, result));
  }

  @Override
  public Optional<Job> fail(Job job, String problem) {
    return meters.ended(store.fail(job, problem));
  }

  @Override
  public Optional<Job> cancelled(Job job) {
    return meters.ended(store.cancelled(job));
  }

  @Override
  public Optional<Job> giveBack(Job job, Duration pause) {
    return store.requeue(job, clock.instant().plus(pause), false);
  }
}
