package dev.bantam.kit.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kit.contract.Answers;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.web.Idempotency;
import dev.bantam.kit.web.Page;
import dev.bantam.kit.web.PageRequest;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens, for admins. The secret is in the answer that makes the token, and nowhere else. */
@RestController
@RequestMapping("/api/v1/tokens")
public class TokenController {
  private final Tokens tokens;
  private final Idempotency idempotency;
  private final Clock clock;

  TokenController(Tokens tokens, Idempotency idempotency, Clock clock) {
    this.tokens = tokens;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param name for people, may be left out
   * @param expiresAt when it stops working; never, where left out
   */
  public record TokenRequest(
      @NotNull(message = "is missing, must be one of admin, ci, viewer, agent") @Nullable Role role,
      @Size(max = 100, message = "is longer than 100 characters") @Nullable String name,
      @Nullable Instant expiresAt) {}

  /** A token; {@code token} is its secret, there only in the answer that makes it. */
  public record TokenResource(
      String id,
      String name,
      Role role,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
    static TokenResource of(Token token, @Nullable Secret secret) {
      return new TokenResource(
          token.id(),
          token.name(),
          token.role(),
          token.createdAt(),
          token.expiresAt(),
          secret == null ? null : secret.text());
    }
  }

  /**
   * What is kept for an Idempotency-Key: not the secret, but what it follows from together with the
   * secret of whoever asked, who must send that again to be answered again.
   */
  public record Made(String id, String salt) {}

  @PostMapping
  @Access(Role.ADMIN)
  @Answers(201)
  ResponseEntity<TokenResource> create(
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @Parameter(hidden = true) @RequestHeader(HttpHeaders.AUTHORIZATION) String authorization,
      @Valid @RequestBody TokenRequest request) {
    check(request);
    var own = TokenFilter.secret(authorization).orElseThrow();
    var made =
        idempotency.once(key, "POST /api/v1/tokens", request, Made.class, () -> made(request, own));
    var answer = Objects.requireNonNull(made.getBody());
    return ResponseEntity.status(made.getStatusCode())
        .location(Objects.requireNonNull(made.getHeaders().getLocation()))
        .body(TokenResource.of(required(answer.id()), own.derived(answer.salt())));
  }

  private void check(TokenRequest request) {
    var errors = new InvalidInputException.Collector();
    var expires = request.expiresAt();
    errors.require(request.role() != Role.SERVICE, "/role", "service is not given out");
    errors.require(
        expires == null || expires.isAfter(clock.instant()), "/expiresAt", "is not in the future");
    errors.check();
  }

  private ResponseEntity<Made> made(TokenRequest request, Secret own) {
    var salt = tokens.salt();
    var issued =
        tokens.issue(
            Objects.requireNonNullElse(request.name(), ""),
            Objects.requireNonNull(request.role()),
            request.expiresAt(),
            own.derived(salt));
    var id = issued.token().id();
    return ResponseEntity.created(URI.create("/api/v1/tokens/" + id)).body(new Made(id, salt));
  }

  @GetMapping
  @Access(Role.ADMIN)
  Page<TokenResource> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    var page = PageRequest.of(limit, cursor);
    return page.answer(
        tokens.list(page.before(), page.fetch()),
        Token::id,
        token -> TokenResource.of(token, null));
  }

  /** The token that this request was sent with: what its holder may do. */
  @GetMapping("/current")
  @Access({Role.ADMIN, Role.CI, Role.VIEWER, Role.AGENT})
  TokenResource current() {
    return TokenResource.of(required(Caller.current().id()), null);
  }

  @GetMapping("/{id}")
  @Access(Role.ADMIN)
  TokenResource one(@PathVariable String id) {
    return TokenResource.of(required(id), null);
  }

  private Token required(String id) {
    return tokens
        .find(id)
        .orElseThrow(
            () ->
                new BantamException(ErrorCode.NOT_FOUND, "token %s: does not exist".formatted(id)));
  }

  @DeleteMapping("/{id}")
  @Access(Role.ADMIN)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String id) {
    tokens.revoke(id);
  }
}
