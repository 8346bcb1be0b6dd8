package dev.bantam.kit.job;

/** The job is no longer this attempt's: it was cancelled, or another process has taken it over. */
public final class JobLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobLostException(Job job) {
    super("job %s: attempt %d no longer holds it".formatted(job.id(), job.attempt()));
  }
}
