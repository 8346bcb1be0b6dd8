package dev.bantam.benchmark.service;

import dev.bantam.benchmark.Farm;
import dev.bantam.benchmark.service.BenchmarkApplication.FarmProperties;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.problem.InputError;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.token.Access;
import dev.bantam.kit.token.Caller;
import dev.bantam.kit.token.Role;
import dev.bantam.measurement.Measurement;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where agents take work, keep it, and report. */
@RestController
@RequestMapping("/api/v1/leases")
class LeaseController {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
  private static final int LONGEST_TEXT = 2000;

  private final Farm farm;
  private final AgentStore agents;
  private final StoredLeases leases;
  private final FarmProperties properties;
  private final Clock clock;
  private final JsonMapper json;

  LeaseController(
      Farm farm,
      AgentStore agents,
      StoredLeases leases,
      FarmProperties properties,
      Clock clock,
      JsonMapper json) {
    this.farm = farm;
    this.agents = agents;
    this.leases = leases;
    this.properties = properties;
    this.clock = clock;
    this.json = json;
  }

  /**
   * What an agent is given.
   *
   * @param seconds until it ends without a heartbeat
   * @param modelUrl where the model's bytes are, at this server
   */
  record LeaseAnswer(
      String lease,
      int fence,
      Instant expiresAt,
      long seconds,
      String device,
      BenchmarkAnswer benchmark,
      String modelUrl) {}

  /** What is to be measured. */
  record BenchmarkAnswer(
      String id, @Nullable Integer threads, @Nullable Integer runs, @Nullable Boolean profile) {}

  /**
   * An agent is alive.
   *
   * @param log a line worth keeping
   */
  record HeartbeatRequest(
      @NotNull(message = "is missing") @Nullable Integer fence,
      @Valid @Nullable StepRequest progress,
      @Nullable String log) {}

  /** How far it is. */
  record StepRequest(
      @Nullable String stage, @Nullable Long done, @Nullable Long total, @Nullable String message) {
    Farm.Step step() {
      return new Farm.Step(
          shortened(Objects.requireNonNullElse(stage, "run")),
          Objects.requireNonNullElse(done, 0L),
          Objects.requireNonNullElse(total, 0L),
          shortened(Objects.requireNonNullElse(message, "")));
    }
  }

  /** Whether the agent should stop. */
  record HeartbeatAnswer(boolean cancel) {}

  /** A measurement or a problem. */
  record OutcomeRequest(
      @Nullable Integer fence,
      @Nullable Measurement measurement,
      @Nullable FailureRequest problem) {}

  /** Why there is no measurement. */
  record FailureRequest(@Nullable String code, @Nullable String detail) {}

  /**
   * Takes the next benchmark for one of the agent's devices, and waits for one up to so many
   * seconds. The agent need not be named where its token speaks for no other.
   */
  @PostMapping
  @Access(Role.AGENT)
  @Answers({200, 204})
  ResponseEntity<LeaseAnswer> take(
      @RequestParam(name = "agent", required = false) @Nullable String named,
      @RequestParam(required = false) @Nullable Integer wait)
      throws InterruptedException {
    var agent = named == null ? onlyAgent() : named;
    if (!agents.heard(agent, Caller.current().id())) {
      throw new BantamException(
          ErrorCode.NOT_FOUND,
          "agent \"%s\": was not announced with this token, announce it first".formatted(agent));
    }
    var patience =
        Duration.ofSeconds(
            Math.clamp(Objects.requireNonNullElse(wait, 0), 0, LONGEST_WAIT.toSeconds()));
    var until = clock.instant().plus(patience);
    while (true) {
      var given = farm.take(agent);
      if (given.isPresent()) return ResponseEntity.ok(answer(given.get()));
      if (!clock.instant().isBefore(until)) return ResponseEntity.noContent().build();
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private String onlyAgent() {
    var own = agents.agents(Caller.current().id());
    if (own.size() == 1) return own.getFirst();
    throw new InvalidInputException(
        List.of(
            InputError.parameter(
                "agent",
                own.isEmpty()
                    ? "is missing, must be one that was announced with this token; there is none yet"
                    : "is missing, must be one of " + String.join(", ", own))));
  }

  private LeaseAnswer answer(Farm.Given given) {
    var request = json.readValue(given.job().request(), BenchmarkRequest.class);
    var how = request.how();
    return new LeaseAnswer(
        given.lease(),
        given.fence(),
        clock.instant().plus(given.duration()),
        given.duration().toSeconds(),
        given.device(),
        new BenchmarkAnswer(given.job().id(), how.threads(), how.runs(), how.profile()),
        "/api/v1/models/%s/content".formatted(request.model()));
  }

  /** Whether a token's holder is to measure a model just now, and so may read it. */
  record HeldAnswer(boolean held) {}

  /** Whether agents of this token hold a lease for a model; the store of models asks. */
  @GetMapping("/held")
  @Access(Role.SERVICE)
  HeldAnswer held(@RequestParam String model, @RequestParam String holder) {
    return new HeldAnswer(leases.holds(holder, model));
  }

  /** Extends a lease; a lost one answers 409. */
  @PostMapping("/{id}/heartbeat")
  @Access(Role.AGENT)
  HeartbeatAnswer heartbeat(@PathVariable String id, @Valid @RequestBody HeartbeatRequest request) {
    requireOwn(id);
    var progress = request.progress() == null ? null : request.progress().step();
    return new HeartbeatAnswer(
        farm.heartbeat(
            id,
            Objects.requireNonNull(request.fence()),
            progress,
            request.log() == null ? null : shortened(request.log())));
  }

  /** Takes a measurement or a problem; a lost lease answers 409, the same outcome again 200. */
  @PostMapping("/{id}/result")
  @Access(Role.AGENT)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = OutcomeRequest.class)))
  ResponseEntity<Void> result(@PathVariable String id, HttpServletRequest request)
      throws IOException {
    requireOwn(id);
    var outcome = outcome(request);
    if (outcome.fence() == null) throw refusal("fence is missing");
    if ((outcome.measurement() == null) == (outcome.problem() == null)) {
      throw refusal("must have exactly one of measurement and problem");
    }
    if (outcome.measurement() != null) {
      farm.succeed(id, outcome.fence(), outcome.measurement());
    } else {
      fail(id, outcome.fence(), Objects.requireNonNull(outcome.problem()));
    }
    return ResponseEntity.ok().build();
  }

  private OutcomeRequest outcome(HttpServletRequest request) throws IOException {
    int most = properties.largestOutcomeBytes();
    var body = request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      throw new BantamException(
          ErrorCode.TOO_LARGE, "the outcome of a benchmark has at most %d bytes".formatted(most));
    }
    try {
      return json.readValue(body, OutcomeRequest.class);
    } catch (JacksonException e) {
      throw new HttpMessageNotReadableException(
          "an outcome", e, new ServletServerHttpRequest(request));
    }
  }

  private void fail(String id, int fence, FailureRequest problem) {
    var code =
        Arrays.stream(ErrorCode.values())
            .filter(candidate -> candidate.name().equals(problem.code()))
            .findFirst()
            .orElseThrow(
                () -> refusal("problem.code \"%s\" is not known".formatted(problem.code())));
    farm.fail(
        id,
        fence,
        code,
        shortened(Objects.requireNonNullElse(problem.detail(), "no detail was given")));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  private static BantamException refusal(String problem) {
    return new BantamException(ErrorCode.INVALID_REQUEST, "outcome: " + problem);
  }

  private void requireOwn(String lease) {
    if (!leases.belongs(lease, Caller.current().id())) {
      throw new BantamException(ErrorCode.NOT_FOUND, "lease %s: does not exist".formatted(lease));
    }
  }
}
