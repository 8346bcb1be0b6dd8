package dev.bantam.benchmark.service;

import dev.bantam.kit.job.JobEndpoints;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobKind;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import dev.bantam.measurement.Measurement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
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

/** Benchmarks: jobs that the farm's agents work on. */
@RestController
@RequestMapping("/api/v1/benchmarks")
class BenchmarkController {
  static final JobKind<BenchmarkRequest, Measurement> BENCHMARK =
      JobKind.leased(
          "benchmark",
          "bmk",
          "benchmarks",
          List.of("lease", "fetch", "compile", "check", "measure", "profile"),
          BenchmarkRequest.class,
          Measurement.class);

  private final JobEndpoints jobs;
  private final FarmStore store;
  private final MeasurableModels models;
  private final ThreadLimits limits;

  BenchmarkController(
      JobEndpoints jobs, FarmStore store, MeasurableModels models, ThreadLimits limits) {
    this.limits = limits;
    this.models = models;
    this.jobs = jobs;
    this.store = store;
  }

  /** The same key again answers with the same job. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody BenchmarkRequest request) {
    return jobs.create(BENCHMARK, key, request, () -> check(request));
  }

  private void check(BenchmarkRequest request) {
    var errors = new InvalidInputException.Collector();
    var device = request.how().device();
    errors.require(
        device == null || device.isEmpty() || store.anyFits(device),
        "/recipe/device",
        "\"%s\" is the id, name or kind of no device, must be one that GET /api/v1/devices lists"
            .formatted(String.valueOf(device)));
    models.check(Objects.requireNonNull(request.model()), "/model", errors);
    errors.check();
    if (device != null && request.how().threads() != null) {
      limits.check("/recipe/threads", List.of(device), List.of(request.how().threads()));
    }
  }

  @GetMapping
  Page<JobResource> list(
      @RequestParam(required = false) @Nullable List<String> model,
      @RequestParam(required = false) @Nullable List<String> state,
      @RequestParam(required = false) @Nullable String device,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var filter = JobFilter.of(BENCHMARK, state, model);
    if (device == null) return jobs.list(filter, limit, cursor);
    var page = PageRequest.of(limit, cursor);
    return page.answer(
        store.benchmarks(device, filter, page.before(), page.fetch()),
        id -> id,
        id -> jobs.one(BENCHMARK, id));
  }

  @GetMapping("/{id}")
  JobResource one(@PathVariable String id) {
    return jobs.one(BENCHMARK, id);
  }

  /** Progress, log lines and states as they come; resumes behind Last-Event-ID. */
  @GetMapping(path = "/{id}/events")
  void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    jobs.events(BENCHMARK, id, request, response);
  }

  @DeleteMapping("/{id}")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> cancel(@PathVariable String id) {
    return jobs.cancel(BENCHMARK, id);
  }

  /** A new job with the same recipe as a failed one. */
  @PostMapping("/{id}/retry")
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> retry(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @PathVariable String id) {
    return jobs.retry(BENCHMARK, key, id);
  }
}
