package dev.bantam.kit.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Jobs whose work is done by others, who hold a lease on it. The attempt is the fence: every change
 * is conditional on it, so a holder whose lease was lost can change nothing.
 */
public interface LeasedJobs {
  /** The job as it is now, or a refusal that says there is none. */
  Job get(String id);

  /**
   * Begins a job that waits, and whose time has come, for the holder of a lease; none where
   * somebody else was first.
   */
  Optional<Job> begin(String id, String lease);

  /**
   * Notes progress.
   *
   * @return whether somebody asked for an end
   * @throws JobLostException where the attempt no longer holds the job
   */
  boolean note(Job job, String stage, long done, long total, String message);

  /** Keeps a line of the log; nothing where the attempt no longer holds the job. */
  void log(Job job, String stage, String message);

  /**
   * Ends a job well, or as cancelled where somebody asked for that; none where the attempt no
   * longer holds it.
   */
  Optional<Job> succeed(Job job, String result);

  /**
   * Ends a job with a problem, as JSON, or as cancelled where somebody asked for that; none where
   * the attempt no longer holds it.
   */
  Optional<Job> fail(Job job, String problem);

  /** Ends a job as cancelled; none where the attempt no longer holds it. */
  Optional<Job> cancelled(Job job);

  /** Puts a job back into the queue; none where the attempt no longer holds it. */
  Optional<Job> giveBack(Job job, Duration pause);
}
