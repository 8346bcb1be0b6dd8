package dev.bantam.kit.job;

import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/**
 * What can be done with one job, which is the same for every kind. The controller of a kind adds
 * how such a job is asked for, and which of them can be looked for.
 */
public abstract class JobController {
  protected final JobEndpoints jobs;
  private final JobKind<?, ?> kind;

  protected JobController(JobKind<?, ?> kind, JobEndpoints jobs) {
    this.kind = kind;
    this.jobs = jobs;
  }

  @GetMapping("/{id}")
  public JobResource one(@PathVariable String id) {
    return jobs.one(kind, id);
  }

  /** Progress, log lines and states as they come; resumes behind Last-Event-ID. */
  @GetMapping("/{id}/events")
  public void events(
      @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    jobs.events(kind, id, request, response);
  }

  @DeleteMapping("/{id}")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  public ResponseEntity<JobResource> cancel(@PathVariable String id) {
    return jobs.cancel(kind, id);
  }

  /** A new job with the same recipe as a failed one. */
  @PostMapping("/{id}/retry")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  public ResponseEntity<JobResource> retry(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @PathVariable String id) {
    return jobs.retry(kind, key, id);
  }
}
