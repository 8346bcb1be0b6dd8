package dev.bantam.kit.job;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** Counts the jobs that come in and end, with how long they took, by kind and state. */
final class JobMeters {
  private final MeterRegistry registry;

  JobMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Notes a job that came in. */
  void submitted(Job job) {
    registry.counter("bantam.jobs.submitted", "kind", job.kind()).increment();
  }

  /** Notes a job that came to its final state, if it did, and gives it back. */
  Optional<Job> ended(Optional<Job> job) {
    job.filter(it -> it.state().isFinal()).ifPresent(this::note);
    return job;
  }

  private void note(Job job) {
    registry
        .counter("bantam.jobs.ended", "kind", job.kind(), "state", job.state().toString())
        .increment();
    if (job.startedAt() == null || job.finishedAt() == null) return;
    registry
        .timer("bantam.jobs.duration", "kind", job.kind(), "state", job.state().toString())
        .record(Duration.between(job.startedAt(), job.finishedAt()));
  }
}
