package dev.bantam.kit.test.sample;

import static dev.bantam.kit.test.sample.CountHandler.COUNT;

import dev.bantam.kit.job.JobEndpoints;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.AlsoReadBy;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/counts")
class CountController {
  private final JobEndpoints jobs;

  CountController(JobEndpoints jobs) {
    this.jobs = jobs;
  }

  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody CountRequest request) {
    return jobs.create(COUNT, key, request);
  }

  @GetMapping
  Page<JobResource> list(
      @RequestParam(required = false) @Nullable List<String> state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.list(JobFilter.of(COUNT, state, null), limit, cursor);
  }

  @GetMapping("/{id}")
  @AlsoReadBy(Role.AGENT)
  JobResource one(@PathVariable String id) {
    return jobs.one(COUNT, id);
  }

  @GetMapping("/{id}/events")
  void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    jobs.events(COUNT, id, request, response);
  }

  @DeleteMapping("/{id}")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> cancel(@PathVariable String id) {
    return jobs.cancel(COUNT, id);
  }

  @PostMapping("/{id}/retry")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> retry(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @PathVariable String id) {
    return jobs.retry(COUNT, key, id);
  }
}
