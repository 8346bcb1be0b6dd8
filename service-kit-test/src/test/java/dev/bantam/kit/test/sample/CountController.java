package dev.bantam.kit.test.sample;

import static dev.bantam.kit.test.sample.CountHandler.COUNT;

import dev.bantam.kit.job.JobController;
import dev.bantam.kit.job.JobEndpoints;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.AlsoReadBy;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Page;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
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
class CountController extends JobController {
  CountController(JobEndpoints jobs) {
    super(COUNT, jobs);
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

  @Override
  @GetMapping("/{id}")
  @AlsoReadBy(Role.AGENT)
  public JobResource one(@PathVariable String id) {
    return super.one(id);
  }
}
