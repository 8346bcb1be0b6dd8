package dev.bantam.converter.service;

import static dev.bantam.converter.service.ConversionHandler.CONVERSION;

import dev.bantam.kit.job.JobController;
import dev.bantam.kit.job.JobEndpoints;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Page;
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

/** Conversions, each of them a job. */
@RestController
@RequestMapping("/api/v1/conversions")
class ConversionController extends JobController {
  private final Models models;

  ConversionController(JobEndpoints jobs, Models models) {
    super(CONVERSION, jobs);
    this.models = models;
  }

  /** The same key again answers with the same job. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody ConversionRequest request) {
    return jobs.create(CONVERSION, key, request, () -> check(request));
  }

  private void check(ConversionRequest request) {
    var errors = new InvalidInputException.Collector();
    errors.read("/model", () -> models.get(Objects.requireNonNull(request.model())));
    errors.check();
  }

  @GetMapping
  Page<JobResource> list(
      @RequestParam(required = false) @Nullable List<String> model,
      @RequestParam(required = false) @Nullable List<String> state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.list(JobFilter.of(CONVERSION, state, model), limit, cursor);
  }
}
