package dev.bantam.kit.job;

/** This process is about to end, and another shall go on with the job. */
final class ProcessStoppingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProcessStoppingException() {
    super("the service is stopping");
  }
}
