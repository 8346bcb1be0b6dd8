package dev.bantam.quantization.service;

import static dev.bantam.quantization.service.QuantizationHandler.QUANTIZATION;

import dev.bantam.kit.job.JobController;
import dev.bantam.kit.job.JobEndpoints;
import dev.bantam.kit.job.JobFilter;
import dev.bantam.kit.job.JobResource;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.variant.VariantInputs;
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

/** Quantizations, each of them a job. */
@RestController
@RequestMapping("/api/v1/quantizations")
class QuantizationController extends JobController {
  private final VariantInputs inputs;

  QuantizationController(JobEndpoints jobs, VariantInputs inputs) {
    super(QUANTIZATION, jobs);
    this.inputs = inputs;
  }

  /** The same key again answers with the same job. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody QuantizationRequest request) {
    return jobs.create(QUANTIZATION, key, request, () -> check(request));
  }

  private void check(QuantizationRequest request) {
    var recipe = Objects.requireNonNull(request.recipe());
    inputs
        .model(request.model())
        .dataset("/recipe/calibration", recipe.calibration())
        .dataset("/recipe/evaluation", recipe.evaluation())
        .require();
  }

  @GetMapping
  Page<JobResource> list(
      @RequestParam(required = false) @Nullable List<String> model,
      @RequestParam(required = false) @Nullable List<String> state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.list(JobFilter.of(QUANTIZATION, state, model), limit, cursor);
  }
}
