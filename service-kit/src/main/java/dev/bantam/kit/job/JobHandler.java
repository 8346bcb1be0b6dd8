package dev.bantam.kit.job;

import dev.bantam.progress.Progress;

/**
 * Does the work of one kind of job. It must be safe to run twice, in part or in whole: a process
 * may die, or be thought dead while it still runs. A {@link dev.bantam.error.BantamException} that
 * blames the surroundings is tried again later; any other exception fails the job.
 *
 * @param <R> the request
 * @param <T> the result, written as JSON
 */
public interface JobHandler<R, T> {
  JobKind<R, T> kind();

  /** Runs to the end and gives the result. */
  T run(R request, Progress progress) throws Exception;
}
