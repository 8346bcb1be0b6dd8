package dev.bantam.kit.token;

import dev.bantam.error.ErrorCode;
import dev.bantam.kit.problem.Problem;
import dev.bantam.kit.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/** Problems of the security filters, which run before Spring MVC could write them. */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  void unauthorized(HttpServletRequest request, HttpServletResponse response, String reason)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    write(
        request,
        response,
        ErrorCode.UNAUTHORIZED,
        "header Authorization: %s, must be Bearer and a token (bt_...)".formatted(reason));
  }

  void forbidden(HttpServletRequest request, HttpServletResponse response, String roles)
      throws IOException {
    write(
        request,
        response,
        ErrorCode.FORBIDDEN,
        "%s %s: the role %s is not enough, must be %s"
            .formatted(
                request.getMethod(), request.getRequestURI(), Caller.current().role(), roles));
  }

  void unavailable(HttpServletRequest request, HttpServletResponse response, Exception cause)
      throws IOException {
    LOG.warn("no token can be looked up", cause);
    response.setHeader(HttpHeaders.RETRY_AFTER, "5");
    write(
        request,
        response,
        ErrorCode.UNAVAILABLE,
        "the database: does not answer just now, try the same again");
  }

  private void write(
      HttpServletRequest request, HttpServletResponse response, ErrorCode code, String detail)
      throws IOException {
    var problem = Problem.of(ProblemType.of(code), detail, request.getRequestURI());
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    json.writeValue(response.getOutputStream(), problem);
  }
}
