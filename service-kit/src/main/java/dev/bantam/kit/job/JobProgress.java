package dev.bantam.kit.job;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.progress.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Writes what a job reports to its row, but not every step of it: a client that watches wants to
 * see movement, not each image. A database that is away for a moment costs some steps, not the job.
 */
final class JobProgress {
  private static final Logger LOG = LoggerFactory.getLogger(JobProgress.class);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(250);

  private final JobStore store;
  private final Job job;
  private final Clock clock;
  private final BooleanSupplier stopping;
  private Instant lastWrite = Instant.MIN;
  private String lastStage = "";

  JobProgress(JobStore store, Job job, Clock clock, BooleanSupplier stopping) {
    this.store = store;
    this.job = job;
    this.clock = clock;
    this.stopping = stopping;
  }

  Progress stage(String name) {
    return new Stage(name);
  }

  private final class Stage implements Progress {
    private final String name;

    Stage(String name) {
      this.name = name;
    }

    @Override
    public Progress stage(String inner) {
      return new Stage(inner);
    }

    @Override
    public void report(long done, long total, String message) {
      write(name, done, total, message);
    }

    @Override
    public void log(String message) {
      LOG.info("{}", message);
      try {
        store.log(job, name, message);
      } catch (DataAccessException e) {
        LOG.warn("a line of the job was not kept", e);
      }
    }
  }

  private synchronized void write(String stage, long done, long total, String message) {
    if (stopping.getAsBoolean()) throw new ProcessStoppingException();
    var now = clock.instant();
    boolean last = total > 0 && done >= total;
    if (stage.equals(lastStage) && !last && now.isBefore(lastWrite.plus(BETWEEN_WRITES))) return;
    lastStage = stage;
    lastWrite = now;
    boolean cancel;
    try {
      cancel = store.note(job, stage, done, total, message);
    } catch (DataAccessException e) {
      LOG.warn("a step of the job was not kept", e);
      return;
    }
    if (cancel) {
      throw new BantamException(
          ErrorCode.CANCELLED, "%s %s: was cancelled".formatted(job.kind(), job.id()));
    }
  }
}
