package dev.bantam.kit.gateway;

import dev.bantam.kit.problem.Problem;
import dev.bantam.kit.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What the web server refuses by itself, before anybody else sees it; made by Tomcat, by name. */
public final class ProblemReportValve extends ErrorReportValve {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemReportValve.class);

  private final JsonMapper json = JsonMapper.builder().build();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) return;
    var address = request.getRequestURI();
    var problem =
        Problem.of(
            ProblemType.ofStatus(status),
            "%s: the request cannot be read, must be one that the contract at /docs shows"
                .formatted(address == null ? "the address" : address),
            address);
    try {
      response.setContentType(Problem.MEDIA_TYPE);
      response.setCharacterEncoding(StandardCharsets.UTF_8.name());
      response.getReporter().write(json.writeValueAsString(problem));
      response.finishResponse();
    } catch (IOException gone) {
      LOG.debug("a client left before the end of its answer", gone);
    }
  }
}
