package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.BenchmarkRequest.BenchmarkRecipe;
import dev.bantam.benchmark.service.ReleaseStore.Release;
import dev.bantam.benchmark.service.ReleaseStore.Suite;
import dev.bantam.benchmark.service.ReleaseVerdicts.ReleaseVerdict;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.job.Jobs;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Named states, each measured over a suite, and what moved between them. */
@RestController
@RequestMapping("/api/v1/releases")
class ReleaseController {
  private static final String SVG = "image/svg+xml";

  private final ReleaseStore store;
  private final ReleaseVerdicts verdicts;
  private final Jobs jobs;
  private final Idempotency idempotency;
  private final Ids ids;
  private final Clock clock;

  ReleaseController(
      ReleaseStore store,
      ReleaseVerdicts verdicts,
      Jobs jobs,
      Idempotency idempotency,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.verdicts = verdicts;
    this.jobs = jobs;
    this.idempotency = idempotency;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param suite id or name
   * @param commit of the sources, for people
   */
  public record ReleaseRequest(
      @NotNull(message = "is missing")
          @Pattern(regexp = SuiteController.NAME, message = SuiteController.NAME_MESSAGE)
          @Nullable String name,
      @NotBlank(message = "is missing, must be the id or the name of a suite")
          @Nullable String suite,
      @Size(max = 200, message = "must have at most 200 characters") @Nullable String commit) {}

  /** Starts its benchmarks. The same key again answers with the same release. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI})
  @Answers(201)
  ResponseEntity<Release> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody ReleaseRequest request) {
    var errors = new InvalidInputException.Collector();
    var suite =
        errors.read("/suite", () -> store.requireSuite(Objects.requireNonNull(request.suite())));
    errors.check();
    return idempotency.once(
        key,
        "POST /api/v1/releases",
        request,
        Release.class,
        () -> created(request, suite.orElseThrow()));
  }

  private ResponseEntity<Release> created(ReleaseRequest request, Suite suite) {
    var name = Objects.requireNonNull(request.name());
    var release = new Release(ids.next("rel"), name, suite.id(), request.commit(), clock.instant());
    if (name.equals(ReleaseStore.LATEST) || !store.add(release)) {
      throw new BantamException(
          ErrorCode.CONFLICT,
          "release \"%s\": is there already, choose another name".formatted(name));
    }
    for (var model : suite.models()) {
      for (var device : suite.devices()) {
        for (int threads : suite.threads()) {
          var recipe = new BenchmarkRecipe(device, threads, null, false);
          var job = jobs.submit(BenchmarkController.BENCHMARK, new BenchmarkRequest(model, recipe));
          store.addBenchmark(release.id(), job.id(), model, device, threads);
        }
      }
    }
    return ResponseEntity.created(URI.create("/api/v1/releases/" + release.id())).body(release);
  }

  @GetMapping
  Page<Release> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(
        store.releases(page.before(), page.fetch()), Release::id, release -> release);
  }

  /** By id or name, or {@code latest}. */
  @GetMapping("/{id}")
  Release one(@PathVariable String id) {
    return store.requireRelease(id);
  }

  /**
   * What moved, against the release of the same suite that measured the same before; as JSON, or as
   * JUnit XML where that is asked for.
   */
  @GetMapping(path = "/{id}/verdict", produces = MediaType.APPLICATION_JSON_VALUE)
  ReleaseVerdict verdict(@PathVariable String id) {
    return verdicts.of(store.requireRelease(id));
  }

  @GetMapping(path = "/{id}/verdict", produces = MediaType.APPLICATION_XML_VALUE)
  String verdictXml(@PathVariable String id) {
    return VerdictXml.of(verdict(id));
  }

  /** The verdict as a picture, for pages; it changes, so it is asked for anew each time. */
  @GetMapping(path = "/{id}/badge.svg", produces = SVG)
  ResponseEntity<String> badge(@PathVariable String id) {
    var verdict = verdict(id);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .body(VerdictBadge.of(verdict.release(), verdict.verdict()));
  }
}
