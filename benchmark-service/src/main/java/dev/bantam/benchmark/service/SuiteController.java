package dev.bantam.benchmark.service;

import dev.bantam.benchmark.service.ReleaseStore.Suite;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.client.StoredInputs;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.id.Ids;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Role;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
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

/** What is measured of each release. */
@RestController
@RequestMapping("/api/v1/suites")
class SuiteController {
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]{0,99}";
  static final String NAME_MESSAGE = "must be letters, digits, '.', '_', '+' or '-', at most 100";
  private static final int MOST = 200;

  private final ReleaseStore store;
  private final StoredInputs inputs;
  private final ThreadLimits limits;
  private final Idempotency idempotency;
  private final Ids ids;
  private final Clock clock;

  SuiteController(
      ReleaseStore store,
      StoredInputs inputs,
      ThreadLimits limits,
      Idempotency idempotency,
      Ids ids,
      Clock clock) {
    this.store = store;
    this.inputs = inputs;
    this.limits = limits;
    this.idempotency = idempotency;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What is asked for: each model on each device with each number of threads.
   *
   * @param devices ids, names or kinds
   * @param threads 1 where left out
   */
  public record SuiteRequest(
      @NotNull(message = "is missing") @Pattern(regexp = NAME, message = NAME_MESSAGE)
          @Nullable String name,
      @NotEmpty(message = "is missing, must name at least one model")
          @Size(max = MOST, message = "must be at most 200")
          @Nullable List<@NotBlank(message = "must be the id of a model") String> models,
      @NotEmpty(message = "is missing, must name at least one device")
          @Size(max = MOST, message = "must be at most 200")
          @Nullable List<@NotBlank(message = "must be an id, a name or a kind") String> devices,
      @Size(min = 1, max = 16, message = "must be 1 to 16 numbers")
          @Nullable
              List<
                  @Min(value = 1, message = "must be at least 1")
                  @Max(value = 1024, message = "must be at most 1024") Integer>
              threads) {}

  /** The same key again answers with the same suite. */
  @PostMapping
  @Access({Role.ADMIN, Role.CI})
  @Answers(201)
  ResponseEntity<Suite> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Valid @RequestBody SuiteRequest request) {
    return idempotency.once(
        key,
        "POST /api/v1/suites",
        request,
        Suite.class,
        () -> check(request),
        () -> created(request));
  }

  private void check(SuiteRequest request) {
    var errors = new InvalidInputException.Collector();
    var asked = Objects.requireNonNull(request.models());
    for (int i = 0; i < asked.size(); i++) inputs.checkModel(asked.get(i), "/models/" + i, errors);
    limits.check(
        "/threads",
        Objects.requireNonNull(request.devices()),
        Objects.requireNonNullElse(request.threads(), List.of(1)),
        errors);
    errors.check();
  }

  private ResponseEntity<Suite> created(SuiteRequest request) {
    var suite =
        new Suite(
            ids.next("ste"),
            Objects.requireNonNull(request.name()),
            distinct(Objects.requireNonNull(request.models())),
            distinct(Objects.requireNonNull(request.devices())),
            distinct(Objects.requireNonNullElse(request.threads(), List.of(1))),
            clock.instant());
    if (!store.add(suite)) {
      throw new BantamException(
          ErrorCode.CONFLICT,
          "suite \"%s\": is there already, choose another name".formatted(suite.name()));
    }
    return ResponseEntity.created(URI.create("/api/v1/suites/" + suite.id())).body(suite);
  }

  private static <T> List<T> distinct(List<T> values) {
    return values.stream().distinct().toList();
  }

  @GetMapping
  Page<Suite> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(store.suites(page.before(), page.fetch()), Suite::id, suite -> suite);
  }

  /** By id or name. */
  @GetMapping("/{id}")
  Suite one(@PathVariable String id) {
    return store.requireSuite(id);
  }
}
