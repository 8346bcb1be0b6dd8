package dev.bantam.client;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server refused, or does not answer. A refusal has the code and the detail that the server gave
 * it, so that it reads as if the work had been asked for in this process.
 */
public final class ServerException extends BantamException {
  private static final long serialVersionUID = 1L;
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BAD_GATEWAY = 502;
  private static final int SHOWN_CHARACTERS = 300;

  private final int status;
  private final Duration retryAfter;

  public ServerException(ErrorCode code, int status, String message) {
    this(code, status, message, Duration.ZERO);
  }

  private ServerException(ErrorCode code, int status, String message, Duration retryAfter) {
    super(code, message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  private ServerException(String message, Throwable cause) {
    super(ErrorCode.UNAVAILABLE, message, cause);
    status = 0;
    retryAfter = Duration.ZERO;
  }

  /** There was no answer, or one that cannot be read. */
  public static ServerException silent(String what, Throwable cause) {
    return new ServerException("%s: %s".formatted(what, reason(cause)), cause);
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case InterruptedException _ -> "interrupted";
      case java.net.ConnectException _ -> "cannot be reached, nothing listens there";
      case java.net.http.HttpTimeoutException _ -> "does not answer in time";
      default -> "cannot be reached (%s)".formatted(cause);
    };
  }

  /**
   * An answer that is a refusal.
   *
   * @param what was asked, for an answer that does not say itself what is wrong
   * @param body the problem (RFC 9457), or whatever something between here and the server said
   */
  public static ServerException refused(String what, int status, String body) {
    return refused(what, status, body, Optional.empty());
  }

  /**
   * The same.
   *
   * @param retryAfter the header of that name
   */
  static ServerException refused(
      String what, int status, String body, Optional<String> retryAfter) {
    var problem = problem(body);
    var detail =
        problem
            .map(it -> it.path("detail").asString(""))
            .filter(text -> !text.isBlank())
            .orElseGet(() -> "%s: status %d, %s".formatted(what, status, shortened(body)));
    return new ServerException(code(problem, status), status, detail, duration(retryAfter));
  }

  /** Seconds, as our servers say it; a date, as others may, is none that we wait for. */
  private static Duration duration(Optional<String> seconds) {
    return seconds
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  /** A good answer that is none of ours: something else listens there. */
  static ServerException unreadable(String what, String body) {
    return new ServerException(
        ErrorCode.UNAVAILABLE,
        BAD_GATEWAY,
        "%s: the answer cannot be read, must be Bantam's; it begins with: %s"
            .formatted(what, shortened(body)));
  }

  private static Optional<JsonNode> problem(String body) {
    try {
      return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** By the problem's type, which is exact; else by the status. */
  private static ErrorCode code(Optional<JsonNode> problem, int status) {
    var type = problem.map(it -> it.path("type").asString("")).orElse("");
    return Arrays.stream(ErrorCode.values())
        .filter(code -> type.equals("/problems/" + code.slug()))
        .findFirst()
        .orElseGet(() -> code(status));
  }

  private static ErrorCode code(int status) {
    if (status == ErrorCode.INVALID_REQUEST.status()) return ErrorCode.INVALID_REQUEST;
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.status() == status)
        .findFirst()
        .orElse(status >= 500 ? ErrorCode.UNAVAILABLE : ErrorCode.INVALID_REQUEST);
  }

  private static String shortened(String body) {
    var line = body.strip().replaceAll("\\s+", " ");
    if (line.isEmpty()) return "no reason was given";
    return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
  }

  /** The answer's HTTP status; 0 where there was no answer. */
  public int status() {
    return status;
  }

  /** How long the server asks to wait before the same is tried again; 0 where it does not say. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Asking again would be answered the same. */
  public boolean isFinal() {
    return status >= 400
        && status < 500
        && status != TOO_MANY_REQUESTS
        && status != REQUEST_TIMEOUT;
  }
}
