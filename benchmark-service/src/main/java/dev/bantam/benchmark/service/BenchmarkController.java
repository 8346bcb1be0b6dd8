package dev.bantam.benchmark.service;

import dev.bantam.kit.client.StoredInputs;
import dev.bantam.kit.job.JobController;
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
import jakarta.validation.Valid;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Benchmarks: jobs that the farm's agents work on. */
@RestController
@RequestMapping("/api/v1/benchmarks")
class BenchmarkController extends JobController {
  static final JobKind<BenchmarkRequest, Measurement> BENCHMARK =
      JobKind.leased(
          "benchmark",
          "bmk",
          "benchmarks",
          List.of("lease", "fetch", "compile", "check", "measure", "profile"),
          BenchmarkRequest.class,
          Measurement.class);

  private final DeviceStore devices;
  private final StoredInputs inputs;
  private final ThreadLimits limits;

  BenchmarkController(
      JobEndpoints jobs, DeviceStore devices, StoredInputs inputs, ThreadLimits limits) {
    super(BENCHMARK, jobs);
    this.limits = limits;
    this.inputs = inputs;
    this.devices = devices;
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
    var device = Objects.requireNonNullElse(request.how().device(), "");
    errors.require(
        device.isEmpty() || devices.anyFits(device),
        "/recipe/device",
        "\"%s\" is the id, name or kind of no device, must be one that GET /api/v1/devices lists"
            .formatted(device));
    inputs.checkModel(Objects.requireNonNull(request.model()), "/model", errors);
    var threads = Objects.requireNonNullElse(request.how().threads(), 1);
    limits.check("/recipe/threads", List.of(device), List.of(threads), errors);
    errors.check();
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
        devices.benchmarks(device, filter, page.before(), page.fetch()),
        id -> id,
        id -> jobs.one(BENCHMARK, id));
  }
}
