package dev.bantam.pruning.service;

import static dev.bantam.pruning.service.PruningHandler.PRUNING;

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

/** Prunings, each of them a job. */
@RestController
@RequestMapping("/api/v1/prunings")
class PruningController extends JobController {
  private final VariantInputs inputs;

  PruningController(JobEndpoints jobs, VariantInputs inputs) {
    super(PRUNING, jobs);
    this.inputs = inputs;
  }

  /** The same key again answers with the same job. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI, Role.SERVICE})
  ResponseEntity<JobResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody PruningRequest request) {
    return jobs.create(PRUNING, key, request, () -> check(request));
  }

  private void check(PruningRequest request) {
    var recipe = Objects.requireNonNull(request.recipe());
    inputs.model(request.model()).dataset("/recipe/evaluation", recipe.evaluation()).require();
  }

  @GetMapping
  Page<JobResource> list(
      @RequestParam(required = false) @Nullable List<String> model,
      @RequestParam(required = false) @Nullable List<String> state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return jobs.list(JobFilter.of(PRUNING, state, model), limit, cursor);
  }
}
